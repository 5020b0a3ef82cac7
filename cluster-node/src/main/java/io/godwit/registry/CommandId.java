package io.godwit.registry;

/// Tells a repeat of a command from a new one.
///
/// @param client names the process that sends; new for each process
/// @param number grows by one with each command of this client, from 1
public record CommandId(String client, long number) {}
