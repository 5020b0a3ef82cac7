package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.FleetEvent;
import io.godwit.history.RegistryEvent.NodeLost;
import io.godwit.history.RegistryEvent.Owner;
import io.godwit.history.RegistryEvent.VmDestroyed;
import io.godwit.history.RegistryEvent.VmStands;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.vm.VmSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// VMs are started in the order of their tiers, and after the groups that they come after. One that fits nowhere holds
/// nobody up.
///
/// A controller decides on what it saw, and the registry hears of it a little later: only what had been wrong for
/// [#SEEN_NS] is wrong. *Not checked* where there is no one order of all.
public final class OrderIsKept implements Invariant {

    private static final long SEEN_NS = 1_000_000_000L;

    /// @param runs whether it runs, by the log
    /// @param placed whether it has a place, or needs none
    private record Standing(
            Optional<Owner> owner, boolean runs, boolean placed, long runsSinceNs, long placedSinceNs) {}

    private final Tally tally = new Tally(InvariantName.ORDER_IS_KEPT);
    private final Premises premises;
    private final DecidedLog log;
    private final Map<VmId, Standing> vms = new TreeMap<>();
    private final Set<VmId> homeless = new TreeSet<>();

    OrderIsKept(Premises premises) {
        this.premises = premises;
        this.log = new DecidedLog(premises);
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        if (!premises.oneOrder()) {
            return;
        }
        if (entry.event() instanceof FleetEvent.PlacementRefused(var vm, var _)) {
            homeless.add(vm);
        }
        log.observe(entry).forEach(this::decided);
    }

    private void decided(DecidedLog.Decided decided) {
        long now = decided.atNs();
        switch (decided.decision()) {
            case VmStands(var vm, var _, var owner, var wanted) -> {
                var before = vms.get(vm);
                boolean assigned = owner.isPresent()
                        && !owner.get().running()
                        && (before == null || !before.owner().equals(owner));
                if (assigned) {
                    homeless.remove(vm);
                    premises.vm(vm).ifPresent(spec -> started(spec, now));
                }
                boolean runs = !wanted || owner.filter(Owner::running).isPresent();
                stands(vm, new Standing(owner, runs, !wanted || owner.isPresent(), now, now));
            }
            case NodeLost(var node, var _, var _) -> lost(node, now);
            case VmDestroyed(var vm) -> vms.remove(vm);
            default -> {}
        }
    }

    private void lost(NodeId node, long nowNs) {
        new TreeMap<>(vms).forEach((vm, it) -> it.owner()
                .flatMap(owner -> premises.nodeOf(owner.host()))
                .filter(node::equals)
                .ifPresent(_ -> stands(vm, new Standing(it.owner(), false, it.placed(), nowNs, nowNs))));
    }

    private void stands(VmId vm, Standing next) {
        vms.merge(
                vm,
                next,
                (before, now) -> new Standing(
                        now.owner(),
                        now.runs(),
                        now.placed(),
                        before.runs() == now.runs() ? before.runsSinceNs() : now.runsSinceNs(),
                        before.placed() == now.placed() ? before.placedSinceNs() : now.placedSinceNs()));
    }

    private void started(VmSpec spec, long nowNs) {
        vms.forEach((other, it) -> premises.vm(other).ifPresent(peer -> {
            if (spec.care().after().contains(peer.group())) {
                tally.check(
                        it.runs() || nowNs - it.runsSinceNs() <= SEEN_NS,
                        () -> "%s was started %s, although %s, which it comes after, had not run since %s"
                                .formatted(spec.id(), Tally.at(nowNs), other, Tally.at(it.runsSinceNs())));
            }
            if (peer.care().tier() < spec.care().tier() && !homeless.contains(other)) {
                tally.check(
                        it.placed() || nowNs - it.placedSinceNs() <= SEEN_NS,
                        () -> "%s of tier %s was started %s, although %s of tier %s had waited for a place since %s"
                                .formatted(
                                        spec.id(),
                                        spec.care().tier(),
                                        Tally.at(nowNs),
                                        other,
                                        peer.care().tier(),
                                        Tally.at(it.placedSinceNs())));
            }
        }));
    }
}
