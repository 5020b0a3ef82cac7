package io.godwit.drill.play;

import io.godwit.cpu.DemandSpread;
import io.godwit.drill.Topology;
import io.godwit.host.VmUse;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.recovery.Orders;
import io.godwit.recovery.UseWire;
import io.godwit.unit.MemorySize;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Asks hosts what their VMs use, again and again, and adds up what they tell of each VM: of all hosts that it was on,
/// and of each time that it was there. Mutable, and owned by a [Play].
///
/// What a host saw since it was last asked is lost when the VM leaves it. What a VM did on a host before that was first
/// asked is not seen.
final class Lookout {

    /// How often hosts are asked in a drill, at most once a second.
    private static final int LOOKS = 100;

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Link link;
    private final Topology topology;
    private final long everyNs;
    private final SortedMap<VmId, Track> seen = new TreeMap<>();
    private long nextNs = Long.MIN_VALUE;

    /// @param end how long the drill is
    Lookout(Link link, Topology topology, Duration end) {
        this.link = link;
        this.topology = topology;
        this.everyNs = Math.max(SHORTEST.toNanos(), end.toNanos() / LOOKS);
    }

    /// What is known of a VM on one host.
    ///
    /// @param before when it was there earlier
    private record Stay(Past before, VmUse last) {

        Stay next(VmUse now) {
            boolean isBack = now.observedNs() < last.observedNs();
            return new Stay(isBack ? all() : before, now);
        }

        Past all() {
            return new Past(before.wantedNs() + last.wantedNs(), before.spread().and(last.spread()));
        }
    }

    private record Past(long wantedNs, DemandSpread spread) {

        static final Past NONE = new Past(0, DemandSpread.NONE);

        Past and(Past other) {
            return new Past(wantedNs + other.wantedNs(), spread.and(other.spread()));
        }
    }

    /// Asks, unless it did so just now.
    void look(long nowNs) {
        if (nowNs >= nextNs) {
            nextNs = nowNs + everyNs;
            for (var node : topology.nodes()) {
                link.send(Orders.SERVICE, new Endpoint(node.id(), UseWire.SERVICE), new UseWire.Ask());
            }
        }
    }

    void told(UseWire.Told told) {
        for (var use : told.vms()) {
            seen.computeIfAbsent(use.vm(), _ -> new Track(use)).told(told.host(), use);
        }
    }

    /// By VM; its size is the one that it was last seen with, and it uses the most that it ever did.
    List<VmUse> uses() {
        return seen.values().stream().map(Track::sum).toList();
    }

    /// Of one VM. Mutable.
    private static final class Track {

        private final SortedMap<HostId, Stay> stays = new TreeMap<>();
        private VmUse last;
        private MemorySize most = MemorySize.ZERO;

        Track(VmUse first) {
            last = first;
        }

        void told(HostId host, VmUse use) {
            stays.merge(host, new Stay(Past.NONE, use), (stay, now) -> stay.next(now.last()));
            last = use;
            most = use.memoryUsed().compareTo(most) > 0 ? use.memoryUsed() : most;
        }

        VmUse sum() {
            var all = stays.values().stream().map(Stay::all).reduce(Past.NONE, Past::and);
            return new VmUse(last.vm(), last.vcpus(), last.memory(), most, all.wantedNs(), all.spread());
        }
    }
}
