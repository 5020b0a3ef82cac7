package io.godwit.registry;

import java.util.List;

/// What a query saw.
///
/// @param index of the last log entry it includes
public record RegistryView(long index, long term, List<NodeRecord> nodes, List<HostRecord> hosts, List<VmRecord> vms) {}
