package io.godwit.invariant;

import io.godwit.history.Entry;
import io.godwit.history.FaultEvent;
import io.godwit.history.FleetEvent;
import io.godwit.history.FleetEvent.Evidence;
import io.godwit.history.GuestEvent;
import io.godwit.history.PermitEvent;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Which copies of VMs run where, and when, from a history in one order. A copy that needs a permit runs no longer than
/// its node's permit, whatever its host gets round to writing down: a paused process writes nothing.
public final class Copies {

    /// A time that a copy spent on a host in one state.
    public record Stay(VmId vm, HostId host, long epoch, boolean running, long fromNs, long toNs) {}

    private record Open(long epoch, boolean running, long sinceNs) {}

    private final Premises premises;
    private final NavigableMap<VmId, NavigableMap<HostId, Open>> open = new TreeMap<>();
    private final NavigableMap<NodeId, Long> permitUntilNs = new TreeMap<>();
    private final List<Stay> closed = new ArrayList<>();

    public Copies(Premises premises) {
        this.premises = premises;
    }

    /// Takes an entry in.
    ///
    /// @return VMs of which one more copy runs now
    public List<VmId> observe(Entry entry) {
        long now = entry.atNs();
        return switch (entry.event()) {
            case GuestEvent.Started(var vm, var host, var epoch, var _, var _) ->
                enter(vm, host, new Open(epoch, true, now));
            case GuestEvent.Resumed(var vm, var host, var epoch, var _) -> enter(vm, host, new Open(epoch, true, now));
            case GuestEvent.Paused(var vm, var host, var epoch, var _) -> enter(vm, host, new Open(epoch, false, now));
            case GuestEvent.Stopped(var vm, var host, var _, var _) -> leave(vm, host, now);
            case PermitEvent.Received(var node, var _, var _, var untilNs) -> permitted(node, now, untilNs);
            case FaultEvent.ProcessEnded(var _, var node) -> leaveAll(node, now);
            case FleetEvent.LostDeclared(var node, var _, var _, var evidence)
            when evidence != Evidence.PERMIT_EXPIRED -> leaveAll(node, now);
            default -> List.of();
        };
    }

    /// Hosts on which copies of the VM run that may have effect.
    public List<HostId> running(VmId vm, long nowNs) {
        return open.getOrDefault(vm, new TreeMap<>()).entrySet().stream()
                .filter(entry -> entry.getValue().running() && endNs(vm, entry.getKey(), nowNs) >= nowNs)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// All stays, those that have not ended cut off now.
    public Stream<Stay> stays(long nowNs) {
        var last = new ArrayList<Stay>();
        open.forEach((vm, copies) -> copies.forEach((host, copy) -> last.add(stay(vm, host, copy, nowNs))));
        return Stream.concat(closed.stream(), last.stream()).filter(stay -> stay.toNs() > stay.fromNs());
    }

    private List<VmId> enter(VmId vm, HostId host, Open next) {
        leave(vm, host, next.sinceNs());
        open.computeIfAbsent(vm, _ -> new TreeMap<>()).put(host, next);
        return next.running() ? List.of(vm) : List.of();
    }

    private List<VmId> leave(VmId vm, HostId host, long nowNs) {
        var copies = open.get(vm);
        if (copies != null && copies.containsKey(host)) {
            closed.add(stay(vm, host, copies.remove(host), nowNs));
        }
        return List.of();
    }

    private List<VmId> leaveAll(NodeId node, long nowNs) {
        for (var vm : on(node)) {
            premises.hosts().values().stream()
                    .filter(host -> host.node().equals(node))
                    .forEach(host -> leave(vm, host.id(), nowNs));
        }
        permitUntilNs.remove(node);
        return List.of();
    }

    /// A copy whose permit had run out, and that was not stopped, runs on.
    private List<VmId> permitted(NodeId node, long nowNs, long untilNs) {
        long before = permitUntilNs.getOrDefault(node, Long.MIN_VALUE);
        if (before >= nowNs) {
            permitUntilNs.put(node, Math.max(before, untilNs));
            return List.of();
        }
        var again = new ArrayList<VmId>();
        for (var vm : on(node)) {
            if (premises.needsPermit(vm)) {
                open.get(vm).replaceAll((host, copy) -> {
                    if (!copy.running() || !isOn(host, node)) {
                        return copy;
                    }
                    closed.add(stay(vm, host, copy, nowNs));
                    again.add(vm);
                    return new Open(copy.epoch(), true, nowNs);
                });
            }
        }
        permitUntilNs.put(node, untilNs);
        return again;
    }

    private List<VmId> on(NodeId node) {
        return open.entrySet().stream()
                .filter(entry -> entry.getValue().keySet().stream().anyMatch(host -> isOn(host, node)))
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean isOn(HostId host, NodeId node) {
        return premises.nodeOf(host).filter(node::equals).isPresent();
    }

    private Stay stay(VmId vm, HostId host, Open copy, long nowNs) {
        long toNs = copy.running() ? endNs(vm, host, nowNs) : nowNs;
        return new Stay(vm, host, copy.epoch(), copy.running(), copy.sinceNs(), Math.max(copy.sinceNs(), toNs));
    }

    /// Now, or when its permit ran out.
    private long endNs(VmId vm, HostId host, long nowNs) {
        if (!premises.needsPermit(vm)) {
            return nowNs;
        }
        return premises.nodeOf(host)
                .map(permitUntilNs::get)
                .map(untilNs -> Math.min(nowNs, untilNs))
                .orElse(Long.MIN_VALUE);
    }
}
