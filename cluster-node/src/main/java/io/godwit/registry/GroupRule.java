package io.godwit.registry;

/// How many VMs a group is to have, by how busy they are.
///
/// @param min at least so many
/// @param max at most so many
/// @param targetPermille CPU that its VMs want on average, of all their vCPUs
/// @param cooldownNs from one change of its size to the next
public record GroupRule(String group, int min, int max, int targetPermille, long cooldownNs) {}
