package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.FleetEvent;
import io.godwit.history.FleetEvent.Evidence;
import io.godwit.history.PermitEvent;
import io.godwit.history.RegistryEvent.NodeLost;
import io.godwit.history.RegistryEvent.Owner;
import io.godwit.history.RegistryEvent.VmDestroyed;
import io.godwit.history.RegistryEvent.VmStands;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A VM is given to a host only after evidence that the copy before can act no more: its host stopped it, or its node's
/// incarnation was declared lost. A loss by time is declared only when the permits that were granted have run out: by
/// the clock of the leader that granted, and in one order by the node's own.
public final class FenceBeforeRestart implements Invariant {

    /// A copy that the registry said was running.
    private record Last(Owner owner, long epoch) {}

    /// A new owner of a VM that ran before.
    private record Restart(VmId vm, long epoch, Owner owner, Last before, boolean lost) {}

    private final Tally tally = new Tally(InvariantName.FENCE_BEFORE_RESTART);
    private final Premises premises;
    private final DecidedLog log;
    private final Fences fences = new Fences();
    private final Map<VmId, Last> last = new TreeMap<>();
    private final List<Restart> restarts = new ArrayList<>();
    private final Map<String, Long> grantedUntilNs = new TreeMap<>();
    private final Map<String, Long> receivedUntilNs = new TreeMap<>();

    FenceBeforeRestart(Premises premises) {
        this.premises = premises;
        this.log = new DecidedLog(premises);
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        fences.observe(entry);
        switch (entry.event()) {
            case PermitEvent.Granted(var holder, var incarnation, var _, var lengthNs) ->
                grantedUntilNs.put(grant(entry.node(), holder, incarnation), entry.atNs() + lengthNs);
            case PermitEvent.Received(var holder, var incarnation, var _, var untilNs) ->
                receivedUntilNs.merge(holder + "." + incarnation, untilNs, Math::max);
            case FleetEvent.LostDeclared(var node, var incarnation, var _, var evidence)
            when evidence == Evidence.PERMIT_EXPIRED -> {
                var untilNs = grantedUntilNs.get(grant(entry.node(), node, incarnation));
                tally.check(
                        untilNs == null || untilNs <= entry.atNs(),
                        () -> "%s declared %s.%s lost %s, while a permit it had granted ran on"
                                .formatted(entry.node(), node, incarnation, Tally.at(entry.atNs())));
            }
            default -> {}
        }
        log.observe(entry).forEach(this::decided);
        if (premises.oneOrder()) {
            judge();
        }
    }

    @Override
    public void end(Ending ending) {
        log.end().forEach(this::decided);
        judge();
    }

    private void decided(DecidedLog.Decided decided) {
        fences.decided(decided);
        switch (decided.decision()) {
            case NodeLost(var node, var incarnation, var evidence)
            when evidence == Evidence.PERMIT_EXPIRED && premises.oneOrder() -> {
                var untilNs = receivedUntilNs.get(node + "." + incarnation);
                tally.check(
                        untilNs == null || untilNs <= decided.atNs(),
                        () -> "%s.%s was lost by time %s, while the permit it held ran on"
                                .formatted(node, incarnation, Tally.at(decided.atNs())));
            }
            case VmStands(var vm, var epoch, var owner, var _) when owner.isPresent() -> owned(vm, epoch, owner.get());
            case VmDestroyed(var vm) -> last.remove(vm);
            default -> {}
        }
    }

    private static String grant(NodeId leader, NodeId holder, long incarnation) {
        return leader + " to " + holder + "." + incarnation;
    }

    private void owned(VmId vm, long epoch, Owner owner) {
        var before = last.get(vm);
        if (!owner.running() && before != null && before.epoch() < epoch) {
            boolean lost = premises.nodeOf(before.owner().host())
                    .map(node -> fences.isLost(node, before.owner().incarnation()))
                    .orElse(true);
            restarts.add(new Restart(vm, epoch, owner, before, lost));
        }
        if (owner.running()) {
            last.put(vm, new Last(owner, epoch));
        }
    }

    private void judge() {
        for (var restart : restarts) {
            var before = restart.before();
            tally.check(
                    restart.lost()
                            || !fences.mayRun(restart.vm(), before.owner().host(), before.epoch()),
                    () -> ("%s was given to %s at epoch %s without evidence that its copy of epoch %s on %s "
                                    + "could act no more")
                            .formatted(
                                    restart.vm(),
                                    restart.owner().host(),
                                    restart.epoch(),
                                    before.epoch(),
                                    before.owner().host()));
        }
        restarts.clear();
    }
}
