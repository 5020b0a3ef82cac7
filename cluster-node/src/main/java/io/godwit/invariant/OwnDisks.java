package io.godwit.invariant;

import io.godwit.history.Entry;
import io.godwit.history.FaultEvent;
import io.godwit.history.GuestEvent;
import io.godwit.history.MigrationEvent;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Where disks were that are hosts' own, and which hosts lost theirs: with their process, or with their power.
///
/// A VM counts as having lost its disk if a host that had it was lost at any time, as no two machines' clocks tell
/// which was first.
final class OwnDisks {

    private final Premises premises;
    private final Map<VmId, Set<HostId>> places = new TreeMap<>();
    private final Set<NodeId> ended = new TreeSet<>();
    private final Set<HostId> dark = new TreeSet<>();

    OwnDisks(Premises premises) {
        this.premises = premises;
    }

    void observe(Entry entry) {
        switch (entry.event()) {
            case GuestEvent.Started started -> was(started.vm(), started.host());
            case MigrationEvent.Committed committed -> was(committed.vm(), committed.target());
            case GuestEvent.Stopped(var _, var host, var _, var why)
            when why == GuestEvent.Why.POWER_OFF -> dark.add(host);
            case FaultEvent.ProcessEnded(var _, var node) -> ended.add(node);
            default -> {} // says nothing of a disk
        }
    }

    private void was(VmId vm, HostId host) {
        places.computeIfAbsent(vm, _ -> new TreeSet<>()).add(host);
    }

    boolean mayBeLost(VmId vm) {
        return places.getOrDefault(vm, Set.of()).stream()
                .anyMatch(host -> dark.contains(host)
                        || premises.nodeOf(host).filter(ended::contains).isPresent());
    }
}
