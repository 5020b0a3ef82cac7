package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.FaultEvent;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Why;
import io.godwit.history.PermitEvent;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.unit.Durations;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// When a node's permit has run out by its own clock, each VM that needs it stops or freezes, as its policy says, and
/// no other VM does. In one order, no permit runs longer than the leader granted.
public final class PermitIsHonoured implements Invariant {

    /// How long a host may take to stop its guests in virtual time: a few of its own steps. They have no effect
    /// meanwhile.
    private static final long PATIENCE_NS = 1_000_000_000L;

    /// The same for a process, which a busy machine may leave without a core for seconds.
    private static final long PATIENCE_OF_PROCESSES_NS = 10_000_000_000L;

    private final Tally tally = new Tally(InvariantName.PERMIT_IS_HONOURED);
    private final Premises premises;
    private final Map<NodeId, Map<HostId, TreeSet<VmId>>> running = new TreeMap<>();
    private final Map<NodeId, Map<VmId, Long>> due = new TreeMap<>();
    private final Map<NodeId, Long> grantedUntilNs = new TreeMap<>();

    PermitIsHonoured(Premises premises) {
        this.premises = premises;
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        overdue(entry);
        switch (entry.event()) {
            case GuestEvent.Started(var vm, var host, var _, var _, var _) -> runs(entry.node(), host, vm);
            case GuestEvent.Resumed(var vm, var host, var _, var _) -> runs(entry.node(), host, vm);
            case GuestEvent.Paused(var vm, var host, var _, var why) -> {
                rests(entry.node(), host, vm);
                isolated(entry, vm, why);
            }
            case GuestEvent.Stopped(var vm, var host, var _, var why) -> {
                rests(entry.node(), host, vm);
                isolated(entry, vm, why);
            }
            case PermitEvent.Granted(var holder, var _, var _, var lengthNs) ->
                grantedUntilNs.merge(holder, entry.atNs() + lengthNs, Math::max);
            case PermitEvent.Received(var holder, var incarnation, var _, var untilNs) ->
                received(holder, incarnation, untilNs);
            case PermitEvent.Expired(var holder, var _) -> expired(holder, entry.atNs());
            case FaultEvent.ProcessEnded(var _, var node) -> {
                running.remove(node);
                due.remove(node);
            }
            default -> {}
        }
    }

    private void runs(NodeId node, HostId host, VmId vm) {
        running.computeIfAbsent(node, _ -> new TreeMap<>())
                .computeIfAbsent(host, _ -> new TreeSet<>())
                .add(vm);
    }

    private void rests(NodeId node, HostId host, VmId vm) {
        running.getOrDefault(node, new TreeMap<>())
                .getOrDefault(host, new TreeSet<>())
                .remove(vm);
        due.getOrDefault(node, new TreeMap<>()).remove(vm);
    }

    private void isolated(Entry entry, VmId vm, Why why) {
        if (why == Why.PERMIT_EXPIRED && premises.vm(vm).isPresent()) {
            tally.check(
                    premises.needsPermit(vm),
                    () -> "%s on %s was held up %s because a permit ran out, which it does not need"
                            .formatted(vm, entry.node(), Tally.at(entry.atNs())));
        }
    }

    private void received(NodeId holder, long incarnation, long untilNs) {
        var granted = grantedUntilNs.get(holder);
        if (premises.oneOrder() && granted != null) {
            tally.check(untilNs <= granted, () -> "%s.%s took a permit until %s, although none was granted beyond %s"
                    .formatted(holder, incarnation, Durations.formatNs(untilNs), Durations.formatNs(granted)));
        }
    }

    private void expired(NodeId node, long nowNs) {
        for (var vms : running.getOrDefault(node, new TreeMap<>()).values()) {
            for (var vm : vms) {
                if (premises.needsPermit(vm)) {
                    due.computeIfAbsent(node, _ -> new TreeMap<>()).put(vm, nowNs);
                    tally.count();
                }
            }
        }
    }

    private void overdue(Entry entry) {
        var waiting = due.getOrDefault(entry.node(), new TreeMap<>());
        if (waiting.isEmpty()) {
            return;
        }
        waiting.forEach((vm, sinceNs) -> {
            if (entry.atNs() - sinceNs > (premises.oneOrder() ? PATIENCE_NS : PATIENCE_OF_PROCESSES_NS)) {
                tally.check(false, () -> "%s still ran on %s %s, although the permit it needs had run out %s"
                        .formatted(vm, entry.node(), Tally.at(entry.atNs()), Tally.at(sinceNs)));
            }
        });
    }
}
