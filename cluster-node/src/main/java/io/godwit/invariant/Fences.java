package io.godwit.invariant;

import io.godwit.history.Entry;
import io.godwit.history.FleetEvent.Evidence;
import io.godwit.history.GuestEvent;
import io.godwit.history.RegistryEvent.NodeJoined;
import io.godwit.history.RegistryEvent.NodeLost;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which copies of VMs are known to be able to act no more, and by what evidence.
final class Fences {

    private record Copy(VmId vm, HostId host, long epoch) implements Comparable<Copy> {

        @Override
        public int compareTo(Copy other) {
            int byVm = vm.compareTo(other.vm);
            int byHost = byVm != 0 ? byVm : host.compareTo(other.host);
            return byHost != 0 ? byHost : Long.compare(epoch, other.epoch);
        }
    }

    private final Set<Copy> ran = new TreeSet<>();
    private final Set<Copy> stopped = new TreeSet<>();
    private final Map<NodeId, Long> lost = new TreeMap<>();
    private final Map<NodeId, Long> ended = new TreeMap<>();
    private final Map<NodeId, String> boots = new TreeMap<>();

    void observe(Entry entry) {
        switch (entry.event()) {
            case GuestEvent.Started(var vm, var host, var epoch, var _, var _) -> ran.add(new Copy(vm, host, epoch));
            case GuestEvent.Resumed(var vm, var host, var epoch, var _) -> ran.add(new Copy(vm, host, epoch));
            case GuestEvent.Stopped(var vm, var host, var epoch, var _) -> stopped.add(new Copy(vm, host, epoch));
            default -> {}
        }
    }

    void decided(DecidedLog.Decided decided) {
        switch (decided.decision()) {
            case NodeLost(var node, var incarnation, var evidence) -> {
                lost.merge(node, incarnation, Math::max);
                if (evidence != Evidence.PERMIT_EXPIRED) {
                    ended.merge(node, incarnation, Math::max);
                }
            }
            case NodeJoined(var node, var incarnation, var boot) -> {
                var before = boots.put(node, boot);
                if (before != null && !before.equals(boot)) {
                    ended.merge(node, incarnation - 1, Math::max);
                }
            }
            default -> {}
        }
    }

    /// Whether the host says that a guest of this epoch ran there, and not that it stopped.
    boolean mayRun(VmId vm, HostId host, long epoch) {
        var copy = new Copy(vm, host, epoch);
        return ran.contains(copy) && !stopped.contains(copy);
    }

    /// Its permit has run out for certain, or its process has ended.
    boolean isLost(NodeId node, long incarnation) {
        return lost.getOrDefault(node, 0L) >= incarnation || hasEnded(node, incarnation);
    }

    boolean hasEnded(NodeId node, long incarnation) {
        return ended.getOrDefault(node, 0L) >= incarnation;
    }
}
