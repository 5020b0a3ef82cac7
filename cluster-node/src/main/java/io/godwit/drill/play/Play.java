package io.godwit.drill.play;

import io.godwit.drill.Drill;
import io.godwit.guest.LedgerClient;
import io.godwit.guest.LedgerRecord;
import io.godwit.history.Entry;
import io.godwit.history.Event;
import io.godwit.history.FleetEvent;
import io.godwit.history.GuestEvent;
import io.godwit.history.HostEvent;
import io.godwit.history.MigrationEvent;
import io.godwit.history.PermitEvent;
import io.godwit.history.RegistryEvent;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.link.WireMessage;
import io.godwit.network.EdgeSwitch;
import io.godwit.network.FrameHeader;
import io.godwit.recovery.ControlWire;
import io.godwit.recovery.ControlWire.Outcome;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.recovery.FleetView;
import io.godwit.recovery.Orders;
import io.godwit.recovery.UseWire;
import io.godwit.registry.RegistryView;
import io.godwit.unit.Durations;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/// Where a drill stands: its phase, and what is known of the fleet so far. Mutable, and owned by the [Director].
final class Play {

    /// Who works for the director.
    interface Crew {

        ActorRef<LedgerProbe.Command> hire(Behavior<LedgerProbe.Command> probe, String name);

        ActorRef<LedgerProbe.Findings> ear();
    }

    /// Writes of one client that may be unanswered at once. A client at 50/s fills it in a second of silence.
    private static final int WINDOW = 64;

    /// A client repeats after this: several round trips to a disk, and short beside a recovery.
    private static final Duration REPEAT = Duration.ofMillis(500);

    /// How long clients have, in the end, to get their last answers, and arrays to be read.
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Scene scene;
    private final Drill drill;
    private final Crew crew;
    private final Orders orders;
    private final Auditor auditor;
    private final Condition condition;
    private final Timetable timetable;
    private final Timeline steps;
    private final Optional<Lookout> lookout;
    private final Map<VmId, ActorRef<LedgerProbe.Command>> probes = new TreeMap<>();
    private final Map<VmId, LedgerRecord> ledgers = new TreeMap<>();
    private final long openedNs;
    private final Map<VmId, Integer> outstanding = new TreeMap<>();
    private final Map<NodeId, Long> permits = new TreeMap<>();
    private Phase phase;
    private Played.Baseline baseline = new Played.Baseline.NeverReached("the fleet was never founded");
    private Optional<Long> healedNs = Optional.empty();
    private Optional<Long> healedIndex = Optional.empty();
    private Optional<String> stopped = Optional.empty();
    private Optional<RegistryView> view = Optional.empty();
    private Optional<Played> played = Optional.empty();

    Play(Scene scene, Crew crew) {
        this.scene = scene;
        this.drill = scene.drill();
        this.crew = crew;
        var topology = drill.fleet().topology();
        this.orders = new Orders(scene.stage().link(), topology.voters(), scene.client());
        this.auditor = new Auditor(scene.stage().link(), scene.arrays());
        this.condition = new Condition(drill);
        this.timetable = new Timetable(drill.timeline(), topology, this::groupOf);
        this.steps = new Timeline(scene, orders);
        this.lookout = drill.run()
                .advice()
                .map(_ ->
                        new Lookout(scene.stage().link(), topology, drill.heal().end()));
        this.openedNs = now();
        this.phase = new Phase.Founding(now(), false, "no controller answers");
    }

    static boolean isOfInterest(Entry entry) {
        return switch (entry.event()) {
            case FleetEvent _,
                    MigrationEvent _,
                    HostEvent.PressureChanged _,
                    PermitEvent.Expired _,
                    PermitEvent.Received _,
                    GuestEvent.Started _,
                    GuestEvent.Stopped _,
                    GuestEvent.Copied _,
                    GuestEvent.Recalled _ -> true;
            case RegistryEvent.Decided(var _, var _, RegistryEvent.VmDestroyed _) -> true;
            default -> false;
        };
    }

    Optional<Played> played() {
        return played;
    }

    void carried(ControlWire.Carried answer) {
        orders.carried(answer);
    }

    void used(UseWire.Told told) {
        lookout.ifPresent(it -> it.told(told));
    }

    void audited(WireMessage answer) {
        auditor.audited(answer);
    }

    void found(LedgerProbe.Findings findings) {
        ledgers.put(findings.vm(), findings.record());
        outstanding.put(findings.vm(), findings.outstanding());
    }

    void happened(Entry entry) {
        steps.observe(entry);
        permitted(entry.event());
        if (phase instanceof Phase.Playing) {
            timetable.due(entry, drillTime()).forEach(this::take);
        }
    }

    private void permitted(Event event) {
        switch (event) {
            case PermitEvent.Received(var node, var incarnation, var _, var _) -> permits.put(node, incarnation);
            case PermitEvent.Expired(var node, var _) -> permits.remove(node);
            default -> {}
        }
    }

    /// Looks at where everything stands; called often.
    void look() {
        orders.repeat();
        probes.values().forEach(probe -> probe.tell(new LedgerProbe.Tell(crew.ear())));
        if (view.isEmpty() || orders.isEmpty()) {
            orders.show(this::shown);
        }
        phase = switch (phase) {
            case Phase.Founding founding -> founding(founding);
            case Phase.Steadying steadying -> steadying(steadying);
            case Phase.Playing playing -> playing(playing);
            case Phase.Settling settling -> settling(settling.healedNs());
            case Phase.Draining(var until) -> draining(until);
            case Phase.Auditing(var until) -> auditing(until);
            case Phase.Over over -> over;
        };
        if (phase instanceof Phase.Playing || phase instanceof Phase.Settling) {
            lookout.ifPresent(it -> it.look(now()));
        }
        scene.audience().stands(phase.moment(drillTime()));
    }

    /// Gives the drill up, wherever it stands.
    void stop(String why) {
        stopped = Optional.of(why);
        phase = switch (phase) {
            case Phase.Founding _, Phase.Steadying _ -> giveUp(why);
            case Phase.Playing _, Phase.Settling _ -> {
                steps.heal(drillTime());
                yield drain();
            }
            case Phase.Draining _, Phase.Auditing _, Phase.Over _ -> phase;
        };
    }

    /// When the timetable next wants a look.
    Optional<Duration> nextMoment() {
        if (!(phase instanceof Phase.Playing)) {
            return Optional.empty();
        }
        var next = timetable.nextNs();
        var undo = steps.nextUndoNs();
        var soonest = Math.min(next.orElse(Long.MAX_VALUE), undo.orElse(Long.MAX_VALUE));
        return soonest == Long.MAX_VALUE
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.max(0, soonest - drillTime())));
    }

    private void created(Outcome outcome) {
        switch (outcome) {
            case Outcome.Accepted _ -> {
                var edge = scene.edge();
                for (var vm : Condition.withLedger(drill)) {
                    probes.put(vm.id(), crew.hire(probe(vm, edge), "probe-" + vm.id()));
                }
                drill.fleet().rules().forEach(by -> orders.give(Turns.rule(by), _ -> {}));
                phase = new Phase.Steadying(now(), Optional.empty(), "nothing is known yet");
            }
            case Outcome.Refused(var why) -> {
                if (phase instanceof Phase.Founding founding) {
                    phase = new Phase.Founding(founding.sinceNs(), false, "the fleet refuses its VMs: " + why);
                }
            }
            case Outcome.Shown _ -> throw new IllegalStateException("nobody asked to be shown anything");
        }
    }

    private Behavior<LedgerProbe.Command> probe(VmSpec vm, ActorRef<EdgeSwitch.Command> edge) {
        var settings =
                new LedgerClient.Settings(vm.workload().ledger().orElseThrow().writes(), WINDOW, REPEAT.toNanos());
        var client = new LedgerClient(scene.seed().child("probe-" + vm.id()), settings, now());
        return LedgerProbe.create(
                new LedgerProbe.Line(
                        vm.id(),
                        vm.platform().network().vlan().orElse(FrameHeader.UNTAGGED),
                        edge,
                        scene.stage().timeline(),
                        scene.recorder()),
                client);
    }

    private void shown(Outcome.Shown shown) {
        view = Optional.of(shown.view());
        steps.controllerAt(shown.leader());
    }

    /// A young fleet refuses what it has no hosts for yet, so that the order is repeated until it is taken.
    private Phase founding(Phase.Founding founding) {
        if (!patience(founding.sinceNs())) {
            return giveUp(
                    founding.missing() + ", " + Durations.format(drill.steady().within()) + " after the start");
        }
        if (founding.ordered() || view.isEmpty()) {
            return founding;
        }
        var missing = condition.beforeFounding(new FleetView(view.get()), permits);
        if (missing.isPresent()) {
            return new Phase.Founding(founding.sinceNs(), false, missing.get());
        }
        orders.give(new Wish.Create(drill.fleet().vms()), this::created);
        return new Phase.Founding(founding.sinceNs(), true, founding.missing());
    }

    private Phase steadying(Phase.Steadying now) {
        var missing = view.isEmpty()
                ? Optional.of("no controller answers")
                : condition.beforeFaults(new FleetView(view.get()), ledgers, permits);
        if (missing.isPresent()) {
            return patience(now.sinceNs())
                    ? new Phase.Steadying(now.sinceNs(), Optional.empty(), missing.get())
                    : giveUp(missing.get());
        }
        var since = now.wellSinceNs().orElseGet(this::now);
        if (now() - since < drill.steady().hold().toNanos()) {
            return new Phase.Steadying(now.sinceNs(), Optional.of(since), "");
        }
        baseline = new Played.Baseline.Reached(now());
        steps.begin(now());
        new Ambush(scene).lay();
        timetable.allRunning(0).forEach(this::take);
        return new Phase.Playing();
    }

    private boolean patience(long since) {
        return now() - since < drill.steady().within().toNanos();
    }

    private Phase playing(Phase.Playing playing) {
        timetable.due(drillTime()).forEach(this::take);
        steps.look(drillTime());
        if (drill.run()
                .stopAfter()
                .filter(limit -> drillTime() > limit.toNanos())
                .isPresent()) {
            stopped = Optional.of("it took longer than its file allows");
            return drain();
        }
        if (drillTime() < drill.heal().at().toNanos()) {
            return playing;
        }
        steps.heal(drillTime());
        healedNs = Optional.of(now());
        orders.show(answer -> healedIndex = Optional.of(answer.view().index()));
        return new Phase.Settling(now(), "");
    }

    private Phase settling(long since) {
        steps.look(drillTime());
        var missing = view.isEmpty()
                ? Optional.of("no controller answers")
                : condition.afterHeal(new FleetView(view.get()), scene.stage()::isAlive, ledgers, since);
        var out = now() - since > drill.heal().settle().toNanos();
        if (out || (missing.isEmpty() && steps.isQuiet())) {
            return drain();
        }
        return new Phase.Settling(since, missing.orElse("a drain is under way"));
    }

    private Phase drain() {
        probes.values().forEach(probe -> probe.tell(new LedgerProbe.StopSending()));
        return new Phase.Draining(now() + LAST_WORDS.toNanos());
    }

    private Phase draining(long until) {
        var waiting = outstanding.values().stream().anyMatch(open -> open > 0);
        if (waiting && now() < until) {
            return phase;
        }
        view.ifPresent(last -> auditor.begin(drill.fleet().vms(), new FleetView(last)));
        return new Phase.Auditing(now() + LAST_WORDS.toNanos());
    }

    private Phase auditing(long until) {
        if (!auditor.isDone() && now() < until) {
            auditor.repeat();
            return phase;
        }
        return finish();
    }

    private Phase giveUp(String why) {
        baseline = new Played.Baseline.NeverReached(why);
        return finish();
    }

    private Phase finish() {
        phase = new Phase.Over();
        played = Optional.of(new Played(
                drill,
                baseline,
                healedNs,
                healedIndex,
                now(),
                stopped,
                steps.taken(drill.timeline()),
                new TreeMap<>(ledgers),
                auditor.audits(),
                history(),
                view,
                lookout.map(Lookout::uses).orElse(List.of()),
                scene.stage().realMembership()));
        return phase;
    }

    /// What has happened since this play began, on a stage where other drills may have played before. Of the time
    /// before, what the fleet knows of its nodes is kept: later events build upon it. A stage's nodes share one clock.
    private List<Entry> history() {
        return scene.stage().history().stream()
                .filter(entry -> entry.atNs() >= openedNs
                        || entry.event() instanceof FleetEvent
                        || entry.event() instanceof RegistryEvent)
                .toList();
    }

    private void take(Timetable.Due due) {
        steps.take(due, view.map(FleetView::new), drillTime());
    }

    private String groupOf(VmId vm) {
        return drill.fleet().vms().stream()
                .filter(spec -> spec.id().equals(vm))
                .findFirst()
                .map(VmSpec::group)
                .orElse("");
    }

    private long now() {
        return scene.stage().timeline().now();
    }

    private long drillTime() {
        return baseline instanceof Played.Baseline.Reached(var zero) ? now() - zero : 0;
    }
}
