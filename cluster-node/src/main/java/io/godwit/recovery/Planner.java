package io.godwit.recovery;

import io.godwit.history.FleetEvent;
import io.godwit.history.FleetEvent.Evidence;
import io.godwit.host.VmUse;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.permit.PermitOffice;
import io.godwit.placement.HostLoad;
import io.godwit.placement.HostLoad.Standing;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.registry.HostRecord;
import io.godwit.registry.NodeRecord;
import io.godwit.registry.RegistryCommand.DeclareLost;
import io.godwit.registry.VmRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All that a controller wants in one look at the registry: losses, starts, drains, migrations to be ended.
///
/// What it remembers is worth nothing to its successor: it only saves repeating itself within a term.
final class Planner {

    private final FleetSettings settings;
    private final long term;
    private final PermitOffice permits;
    private final StartPlan starts;
    private final MovePlan moves;
    private final ScalePlan scales;
    private final MigrationWatch migrations = new MigrationWatch();
    private final LinkShares links = new LinkShares();
    private final Map<NodeId, Long> suspected = new TreeMap<>();
    private final Map<NodeId, List<HostId>> dark = new TreeMap<>();

    /// @param links the way from a host to others, as far as it is known here
    Planner(FleetSettings settings, long term, PermitOffice permits, Function<HostRecord, LinkQuality> links) {
        this.settings = settings;
        this.term = term;
        this.permits = permits;
        this.starts = new StartPlan(settings, term);
        this.moves = new MovePlan(settings, MovePlan.PATIENCE, links);
        this.scales = new ScalePlan(settings);
    }

    List<Intent> plan(FleetView view, Underway underway, long nowNs) {
        Predicate<VmId> busy = underway::concerns;
        var intents = new ArrayList<Intent>();
        declareLosses(view, nowNs, intents);
        suspect(view, nowNs, intents);
        var loads = once(() -> loads(view, underway, nowNs));
        var urges = migrations.plan(view, busy, nowNs);
        intents.addAll(urges);
        intents.addAll(links.plan(LinkShares.Traffic.of(view), begun(urges), nowNs));
        intents.addAll(starts.plan(view, loads, busy, nowNs));
        intents.addAll(moves.plan(new MovePlan.Look(view, loads, once(() -> places(view, underway)), busy, nowNs)));
        intents.addAll(scales.plan(view, loads, nowNs));
        return intents;
    }

    private static Set<MigrationId> begun(List<Intent> urges) {
        return urges.stream()
                .flatMap(it -> it instanceof Intent.Urge(var vm) ? vm.migration().stream() : Stream.empty())
                .map(VmRecord.Migration::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// As they will be once all proposals are settled.
    List<HostLoad> loads(FleetView view, Underway underway, long nowNs) {
        return view.loads(host -> standing(host, view, nowNs), underway.promised(view));
    }

    /// What would be ruled on a wish if each host that is silent were heard.
    OrderDesk.Ruling ruleIfHeard(Wish wish, FleetView view, List<HostLoad> loads, Underway underway) {
        var heard = new ArrayList<HostLoad>();
        for (var load : loads) {
            heard.add(load.standing() == Standing.SILENT ? load.with(Standing.READY) : load);
        }
        return desk().rule(wish, view, heard, once(() -> places(view, underway)));
    }

    private Standing standing(HostRecord host, FleetView view, long nowNs) {
        var node = view.node(host.node()).filter(it -> !it.lost());
        if (node.isEmpty()) {
            return Standing.LOST;
        }
        if (!permits.isFresh(node.get(), nowNs)) {
            return Standing.SILENT;
        }
        return dark.getOrDefault(host.node(), List.of()).contains(host.host()) ? Standing.DARK : Standing.READY;
    }

    /// As they are once all proposals are settled.
    MovePlaces places(FleetView view, Underway underway) {
        return new MovePlaces(settings.limits(), view, underway.moves(view));
    }

    /// Most looks place nothing, and then nobody asks.
    static <T> Supplier<T> once(Supplier<T> costly) {
        var known = new ArrayList<T>(1);
        return () -> {
            if (known.isEmpty()) {
                known.add(costly.get());
            }
            return known.getFirst();
        };
    }

    /// What a node says of its hosts with each renewal: which have no power.
    void darkHosts(NodeId node, List<HostId> hosts) {
        dark.put(node, hosts);
    }

    void used(List<VmUse> uses, long nowNs) {
        scales.used(uses, nowNs);
    }

    OrderDesk desk() {
        return new OrderDesk(settings, term);
    }

    private void declareLosses(FleetView view, long nowNs, List<Intent> intents) {
        for (var node : permits.overdue(List.copyOf(view.nodes()), nowNs)) {
            intents.add(new Intent.Propose(
                    new DeclareLost(node.node(), node.incarnation(), Evidence.PERMIT_EXPIRED, term)));
        }
    }

    private void suspect(FleetView view, long nowNs, List<Intent> intents) {
        for (var node : view.nodes()) {
            if (isSuspect(node, nowNs)) {
                var before = suspected.put(node.node(), node.incarnation());
                if (before == null || before != node.incarnation()) {
                    intents.add(new Intent.Note(new FleetEvent.NodeSuspected(node.node(), node.incarnation(), term)));
                }
            } else {
                suspected.remove(node.node());
            }
        }
    }

    private boolean isSuspect(NodeRecord node, long nowNs) {
        return !node.lost() && permits.wasHeard(node, nowNs) && !permits.isFresh(node, nowNs);
    }
}
