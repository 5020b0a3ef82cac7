package io.godwit.registry;

import io.godwit.identity.VmId;
import io.godwit.link.WireMessage;
import java.util.List;

/// A part of a snapshot of the registry. The parts of one snapshot, in order, are everything that later answers depend
/// on; equal states have equal parts.
public sealed interface RegistryImage extends WireMessage {

    /// @param index of the last log entry it includes
    record Begin(long index, long term, List<NodeRecord> nodes, List<HostRecord> hosts, List<Disks.Newest> disks)
            implements RegistryImage {}

    record Vms(List<VmRecord> vms) implements RegistryImage {}

    /// VMs that were destroyed, oldest first.
    record Destroyed(List<VmId> vms) implements RegistryImage {}

    record Rules(List<GroupRule> rules) implements RegistryImage {}

    record Answers(List<Clients.Saved> clients) implements RegistryImage {}
}
