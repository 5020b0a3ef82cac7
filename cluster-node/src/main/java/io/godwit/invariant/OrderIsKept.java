package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.FleetEvent;
import io.godwit.history.RegistryEvent.NodeLost;
import io.godwit.history.RegistryEvent.Owner;
import io.godwit.history.RegistryEvent.VmDestroyed;
import io.godwit.history.RegistryEvent.VmStands;
import io.godwit.identity.VmId;
import io.godwit.invariant.DecidedLog.Decided;
import io.godwit.link.NodeId;
import io.godwit.vm.VmSpec;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/// VMs are started in the order of their tiers, and after the groups that they come after. One that fits nowhere holds
/// nobody up.
///
/// A controller decides on what it saw, and the registry hears of it a little later: only what had been wrong for
/// [#SEEN_NS] is wrong. Without one order of all it is the registry's log that counts, a little is more, as processes
/// have to wait for each other, and what no leader saw both ends of is *not checked*.
public final class OrderIsKept implements Invariant {

    private static final long SEEN_NS = 1_000_000_000L;

    /// A proposal waits for a majority; longer than this no leader remains one without it.
    private static final long SEEN_BY_PROCESSES_NS = 5_000_000_000L;

    /// @param runs whether it runs, by the log
    /// @param placed whether it has a place, or needs none
    private record Standing(
            Optional<Owner> owner, boolean runs, boolean placed, Decided runsSince, Decided placedSince) {}

    private final Tally tally = new Tally(InvariantName.ORDER_IS_KEPT);
    private final Premises premises;
    private final DecidedLog log;
    private final Map<VmId, Standing> vms = new TreeMap<>();
    private final Set<VmId> homeless = new TreeSet<>();

    /// By the entry of the log that was the newest where it was said.
    private final NavigableMap<Long, Set<VmId>> refused = new TreeMap<>();

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
        if (entry.event() instanceof FleetEvent.PlacementRefused(var vm, var _)) {
            if (premises.oneOrder()) {
                homeless.add(vm);
            } else {
                refused.computeIfAbsent(log.newest(entry.node()), _ -> new TreeSet<>())
                        .add(vm);
            }
        }
        log.observe(entry).forEach(this::decided);
    }

    @Override
    public void end(Ending ending) {
        for (var decided : log.end()) {
            var before = refused.headMap(decided.index(), false);
            before.values().forEach(homeless::addAll);
            before.clear();
            decided(decided);
        }
    }

    private void decided(Decided now) {
        switch (now.decision()) {
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

    private void lost(NodeId node, Decided now) {
        new TreeMap<>(vms).forEach((vm, it) -> it.owner()
                .flatMap(owner -> premises.nodeOf(owner.host()))
                .filter(node::equals)
                .ifPresent(_ -> stands(vm, new Standing(it.owner(), false, it.placed(), now, now))));
    }

    private void stands(VmId vm, Standing next) {
        vms.merge(
                vm,
                next,
                (before, now) -> new Standing(
                        now.owner(),
                        now.runs(),
                        now.placed(),
                        before.runs() == now.runs() ? before.runsSince() : now.runsSince(),
                        before.placed() == now.placed() ? before.placedSince() : now.placedSince()));
    }

    private void started(VmSpec spec, Decided now) {
        vms.forEach((other, it) -> premises.vm(other).ifPresent(peer -> {
            if (spec.care().after().contains(peer.group())) {
                check(
                        it.runs() ? Optional.of(0L) : log.between(it.runsSince(), now),
                        () -> "%s was started %s, although %s, which it comes after, had not run since %s"
                                .formatted(
                                        spec.id(),
                                        Tally.at(now.atNs()),
                                        other,
                                        Tally.at(it.runsSince().atNs())));
            }
            if (peer.care().tier() < spec.care().tier() && !homeless.contains(other)) {
                check(
                        it.placed() ? Optional.of(0L) : log.between(it.placedSince(), now),
                        () -> "%s of tier %s was started %s, although %s of tier %s had waited for a place since %s"
                                .formatted(
                                        spec.id(),
                                        spec.care().tier(),
                                        Tally.at(now.atNs()),
                                        other,
                                        peer.care().tier(),
                                        Tally.at(it.placedSince().atNs())));
            }
        }));
    }

    /// @param wrongForNs empty: nobody can tell
    private void check(Optional<Long> wrongForNs, Supplier<String> sentence) {
        long seenNs = premises.oneOrder() ? SEEN_NS : SEEN_BY_PROCESSES_NS;
        wrongForNs.ifPresent(forNs -> tally.check(forNs <= seenNs, sentence));
    }
}
