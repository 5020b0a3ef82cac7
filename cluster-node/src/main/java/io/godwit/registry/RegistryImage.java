package io.godwit.registry;

import io.godwit.identity.VmId;
import io.godwit.link.WireMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A part of a snapshot of the registry. The parts of one snapshot, in order, are everything that later answers depend
/// on; equal states have equal parts.
public sealed interface RegistryImage extends WireMessage {

    /// VMs in a part of a snapshot: keeps a part below Artery's limit for a message, at about 300 B a VM.
    int VMS_A_PART = 256;

    /// Clients in a part of a snapshot: a window of answers each, with a VM in each answer.
    int CLIENTS_A_PART = 16;

    /// All of them, so many in a part.
    static <T> List<RegistryImage> inParts(List<T> all, int size, Function<List<T>, RegistryImage> part) {
        List<RegistryImage> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            parts.add(part.apply(List.copyOf(all.subList(from, Math.min(from + size, all.size())))));
        }
        return parts;
    }

    /// @param index of the last log entry it includes
    record Begin(long index, long term, List<NodeRecord> nodes, List<HostRecord> hosts, List<Disks.Newest> disks)
            implements RegistryImage {}

    record Vms(List<VmRecord> vms) implements RegistryImage {}

    /// VMs that were destroyed, oldest first.
    record Destroyed(List<VmId> vms) implements RegistryImage {}

    /// What datastores still have to drop, oldest first in each place.
    record Left(List<Remains> remains) implements RegistryImage {}

    record Images(List<SavedImage> images) implements RegistryImage {}

    record Rules(List<GroupRule> rules) implements RegistryImage {}

    record Answers(List<Clients.Saved> clients) implements RegistryImage {}
}
