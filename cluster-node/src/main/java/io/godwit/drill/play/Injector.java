package io.godwit.drill.play;

import io.godwit.drill.Action;
import io.godwit.drill.Cut;
import io.godwit.drill.HostChoice;
import io.godwit.drill.Topology;
import io.godwit.drill.Way;
import io.godwit.history.Entry;
import io.godwit.history.GuestEvent;
import io.godwit.history.MigrationEvent;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.Endpoint;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.recovery.GuestWire;
import io.godwit.stage.Stage;
import io.godwit.unit.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/// The hands that break the fleet: turns a fault into calls of the stage, and knows how each is undone.
final class Injector {

    private record Direction(NodeId from, NodeId to) {}

    private final Stage stage;
    private final Topology topology;
    private final Chooser chooser;

    /// How many cuts hold a direction: two partitions may overlap, and the first to heal must not open the other's.
    private final Map<Direction, Integer> cuts = new LinkedHashMap<>();

    /// Guests that failed so far, and where.
    private final Map<VmId, HostId> failed = new ConcurrentSkipListMap<>();

    /// Arrays that go on after a pause that began then, and have said nothing yet.
    private final Map<NodeId, Long> silent = new ConcurrentSkipListMap<>();

    /// How long arrays had said nothing when they were heard again.
    private final Map<NodeId, Long> heard = new ConcurrentSkipListMap<>();

    private final Set<NodeId> arrays;

    Injector(Stage stage, Topology topology, Chooser chooser) {
        this.arrays = new TreeSet<>(chooser.arrays().values());
        this.stage = stage;
        this.topology = topology;
        this.chooser = chooser;
        stage.watch(this::watch);
    }

    /// What a fault is injected into.
    ///
    /// @param because the migration event that the step waited for
    /// @param controller where the controller was last seen
    /// @param nowNs drill time
    record Circumstances(Optional<MigrationEvent> because, Optional<NodeId> controller, long nowNs) {

        Optional<Long> after(Optional<Duration> delay) {
            return delay.map(length -> nowNs + length.toNanos());
        }
    }

    void inject(Strike strike, Action action, Circumstances now) {
        switch (action) {
            case Action.Kill kill ->
                kill(strike, chooser.nodes(kill.nodes(), now.controller()), now.after(kill.back()));
            case Action.Crash crash ->
                party(crash.party(), now).ifPresent(node -> strike(strike, crash.how(), node, now.after(crash.back())));
            case Action.CrashGuest(var vm, var panic) -> crash(strike, vm, panic);
            case Action.Pause pause ->
                pause(strike, chooser.nodes(pause.nodes(), now.controller()), now.after(pause.lasting()));
            case Action.PowerOff off -> powerOff(strike, off.host(), now.after(off.back()));
            case Action.Partition partition ->
                partition(
                        strike,
                        partition.cut(),
                        chooser.sides(partition.cut(), now.controller()),
                        now.after(partition.lasting()));
            case Action.Degrade degrade -> degrade(strike, degrade, now.after(degrade.lasting()));
            case Action.Migrate _, Action.Drain _, Action.Restore _, Action.Order _, Action.Misbehave _ ->
                throw new IllegalArgumentException("no fault: " + action);
        }
    }

    private void strike(Strike strike, Action.Blow how, NodeId node, Optional<Long> backNs) {
        switch (how) {
            case KILL -> kill(strike, List.of(node), backNs);
            case PAUSE -> pause(strike, List.of(node), backNs);
            case PARTITION -> isolate(strike, node, backNs);
        }
    }

    private void isolate(Strike strike, NodeId node, Optional<Long> untilNs) {
        var others = new TreeSet<>(arrays);
        topology.nodes().forEach(other -> others.add(other.id()));
        others.remove(node);
        strike.victims().add(node);
        separate(
                strike,
                others.stream()
                        .flatMap(other -> Stream.of(new Direction(node, other), new Direction(other, node)))
                        .toList(),
                untilNs);
    }

    private void kill(Strike strike, List<NodeId> nodes, Optional<Long> backNs) {
        for (var node : nodes) {
            strike.victims().add(node);
            stage.kill(node);
        }
        if (!nodes.isEmpty()) {
            strike.felt("ended the process of " + names(nodes));
        }
        backNs.ifPresent(at -> strike.lasts(() -> nodes.forEach(stage::start), Optional.of(at)));
    }

    /// Told to every host, as only the one that has the guest can do it.
    private void crash(Strike strike, VmId vm, boolean panic) {
        topology.workers().forEach(host -> stage.link()
                .send(
                        "stage",
                        new Endpoint(host.node(), GuestWire.SERVICE),
                        new GuestWire.Crash(0, host.id(), vm, panic)));
        strike.watches(() ->
                failed.containsKey(vm) ? Optional.of("let " + vm + " fail on " + failed.get(vm)) : Optional.empty());
    }

    private void watch(Entry entry) {
        hear(entry.node());
        if (entry.event() instanceof GuestEvent.Stopped(var vm, var host, var _, var why)
                && (why == GuestEvent.Why.CRASHED || why == GuestEvent.Why.KERNEL_PANIC)) {
            failed.put(vm, host);
        }
    }

    private void pause(Strike strike, List<NodeId> nodes, Optional<Long> untilNs) {
        var sinceNs = stage.timeline().now();
        for (var node : nodes) {
            strike.victims().add(node);
            stage.pause(node);
        }
        strike.lasts(
                () -> {
                    nodes.forEach(stage::resume);
                    nodes.stream().filter(arrays::contains).forEach(array -> silent.put(array, sinceNs));
                },
                untilNs);
        strike.watches(() -> nodes.stream()
                .filter(heard::containsKey)
                .findFirst()
                .map(array -> array + " answered nothing for " + Durations.roughlyNs(heard.get(array))));
    }

    /// Of an array that was paused nobody says anything but itself, when it goes on with what waited for it.
    private void hear(NodeId node) {
        var sinceNs = silent.remove(node);
        if (sinceNs != null) {
            heard.put(node, stage.timeline().now() - sinceNs);
        }
    }

    private void powerOff(Strike strike, HostChoice choice, Optional<Long> backNs) {
        chooser.host(choice).ifPresent(host -> {
            topology.host(host).ifPresent(it -> strike.victims().add(it.node()));
            stage.powerOff(host);
            strike.felt("cut the power of " + host);
            backNs.ifPresent(at -> strike.lasts(() -> stage.powerOn(host), Optional.of(at)));
        });
    }

    private void partition(Strike strike, Cut cut, List<Set<NodeId>> sides, Optional<Long> untilNs) {
        var directions = new ArrayList<Direction>();
        for (var i = 0; i < sides.size(); i++) {
            if (!isOthers(cut, i)) {
                strike.victims().addAll(sides.get(i));
            }
            for (var j = 0; j < sides.size(); j++) {
                if (i < j || (i > j && cut instanceof Cut.Between)) {
                    for (var from : sides.get(i)) {
                        sides.get(j).forEach(to -> directions.add(new Direction(from, to)));
                    }
                }
            }
        }
        separate(strike, directions, untilNs);
    }

    private void separate(Strike strike, List<Direction> directions, Optional<Long> untilNs) {
        directions.forEach(this::cut);
        strike.watches(
                () -> stopped(directions) > 0 ? Optional.of("held back what was sent across") : Optional.empty());
        strike.lasts(() -> directions.forEach(this::join), untilNs);
    }

    /// What is cut off is struck, and not all the rest.
    private static boolean isOthers(Cut cut, int side) {
        return switch (cut) {
            case Cut.OneWay(var from, var to) -> (side == 0 ? from : to) instanceof Cut.Others;
            case Cut.Between(var sides) -> sides.get(side) instanceof Cut.Others;
        };
    }

    private long stopped(List<Direction> directions) {
        return directions.stream()
                .mapToLong(way -> stage.traffic(way.from(), way.to()).stopped())
                .sum();
    }

    private void cut(Direction way) {
        if (cuts.merge(way, 1, Integer::sum) == 1) {
            stage.cut(way.from(), way.to());
        }
    }

    private void join(Direction way) {
        if (cuts.merge(way, -1, Integer::sum) == 0) {
            cuts.remove(way);
            stage.heal(way.from(), way.to());
        }
    }

    private void degrade(Strike strike, Action.Degrade degrade, Optional<Long> untilNs) {
        var pairs = pairs(degrade.way());
        var worse = degrade.worse();
        for (var pair : pairs) {
            var usual = usual(pair);
            stage.shape(
                    pair.from(),
                    pair.to(),
                    new LinkQuality(
                            worse.latency().orElse(usual.latency()),
                            worse.bandwidth().orElse(usual.bandwidth())));
        }
        var before = passed(pairs);
        strike.watches(() -> passed(pairs) > before ? Optional.of("slowed what was sent") : Optional.empty());
        strike.lasts(() -> pairs.forEach(pair -> stage.shape(pair.from(), pair.to(), usual(pair))), untilNs);
    }

    private long passed(List<Direction> pairs) {
        return pairs.stream()
                .mapToLong(pair -> stage.traffic(pair.from(), pair.to()).passed()
                        + stage.traffic(pair.to(), pair.from()).passed())
                .sum();
    }

    private List<Direction> pairs(Way way) {
        var pairs = new ArrayList<Direction>();
        var nodes = topology.nodes();
        for (var i = 0; i < nodes.size(); i++) {
            for (var j = i + 1; j < nodes.size(); j++) {
                if (isOn(way, nodes.get(i).site(), nodes.get(j).site())) {
                    pairs.add(new Direction(nodes.get(i).id(), nodes.get(j).id()));
                }
            }
        }
        return pairs;
    }

    private static boolean isOn(Way way, String oneSite, String otherSite) {
        return switch (way) {
            case Way.Everywhere() -> true;
            case Way.Between(var sites) -> sites.equals(new Topology.SitePair(oneSite, otherSite));
        };
    }

    private LinkQuality usual(Direction pair) {
        return topology.link(
                topology.node(pair.from()).orElseThrow().site(),
                topology.node(pair.to()).orElseThrow().site());
    }

    private Optional<NodeId> party(Action.Party party, Circumstances now) {
        var entered = now.because()
                .filter(MigrationEvent.PhaseEntered.class::isInstance)
                .map(MigrationEvent.PhaseEntered.class::cast);
        return switch (party) {
            case CONTROLLER -> now.controller();
            case SOURCE -> entered.flatMap(it -> topology.host(it.source())).map(Topology.Host::node);
            case TARGET -> entered.flatMap(it -> topology.host(it.target())).map(Topology.Host::node);
        };
    }

    private static String names(List<NodeId> nodes) {
        return String.join(", ", nodes.stream().map(NodeId::value).toList());
    }
}
