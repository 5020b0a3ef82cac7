package io.godwit.verdict;

import io.godwit.device.Disk.Held;
import io.godwit.drill.play.Played;
import io.godwit.drill.play.Played.StepTaken;
import io.godwit.guest.LedgerClient;
import io.godwit.guest.LedgerRecord;
import io.godwit.history.Entry;
import io.godwit.identity.VmId;
import io.godwit.invariant.Story;
import io.godwit.invariant.Views;
import io.godwit.link.NodeId;
import io.godwit.registry.RegistryView;
import io.godwit.time.Seed;
import io.godwit.unit.EventRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// A [Story] as it was played, with what its clients saw: every VM answers at once where it runs.
final class Plays {

    static final long MS = 1_000_000;
    static final long BASELINE_NS = 5_000 * MS;
    static final long KILL_NS = 15_000 * MS;
    static final long HEALED_NS = 30_000 * MS;
    static final long ENDED_NS = 42_000 * MS;
    private static final long SILENT_NS = 40_000 * MS;

    private Plays() {}

    /// When a VM is served, and by which epoch.
    private record Service(long fromMs, long toMs, long epoch) {}

    static Played whole() {
        var ledgers = new TreeMap<VmId, LedgerRecord>();
        ledgers.put(Story.WEB_1, ledger(List.of(new Service(1_000, 15_000, 1), new Service(18_050, 40_000, 2))));
        ledgers.put(Story.WEB_2, ledger(List.of(new Service(1_000, 7_110, 1), new Service(7_128, 40_000, 2))));
        ledgers.put(Story.RUN, ledger(List.of(new Service(1_000, 15_000, 1), new Service(21_100, 40_000, 2))));
        var audits = new TreeMap<VmId, List<Held>>();
        ledgers.forEach(
                (vm, ledger) -> audits.put(vm, List.of(new Held("probe-" + vm, ledger.acknowledged(), List.of()))));
        return new Played(
                Story.drill(),
                new Played.Baseline.Reached(BASELINE_NS),
                Optional.of(HEALED_NS),
                Optional.empty(),
                ENDED_NS,
                Optional.empty(),
                List.of(
                        new StepTaken(
                                "move",
                                "migrate",
                                "vm web-2 to host a-r1-2",
                                Optional.of(7_000 * MS),
                                List.of(),
                                Optional.of("web-2 committed"),
                                Optional.empty()),
                        killed(Optional.of("ended the process of a-r1-1"))),
                ledgers,
                audits,
                history(),
                Optional.of(Views.last(1_000)),
                List.of(),
                false);
    }

    /// The story, and quiet until the end.
    private static List<Entry> history() {
        var story = Story.whole();
        for (long atMs = 24_000; atMs <= 42_000; atMs += 2_000) {
            story.permitted(atMs, Story.N2, Story.N3);
        }
        return story.entries();
    }

    static StepTaken killed(Optional<String> evidence) {
        return new StepTaken(
                "kill",
                "kill",
                "node a-r1-1",
                Optional.of(KILL_NS),
                List.of(new NodeId("a-r1-1")),
                evidence,
                Optional.empty());
    }

    /// Ten writes a second from the first second on, answered a millisecond after the VM runs again.
    private static LedgerRecord ledger(List<Service> services) {
        var client = new LedgerClient(
                Seed.of(1), new LedgerClient.Settings(EventRate.perSecond(10), 16, 60_000 * MS), 1_000 * MS);
        var waiting = new ArrayList<Long>();
        for (long atNs = 1_000 * MS; atNs < SILENT_NS; atNs += MS) {
            long nowNs = atNs;
            client.poll(nowNs, (number, _, _) -> waiting.add(number));
            for (var service : services) {
                if (nowNs > service.fromMs() * MS && nowNs < service.toMs() * MS) {
                    waiting.forEach(number -> client.answered(nowNs, number, service.epoch()));
                    waiting.clear();
                }
            }
        }
        return client.record();
    }

    /// Nobody answers for the VM any more after the kill.
    static LedgerRecord deadFromKill() {
        return ledger(List.of(new Service(1_000, 15_000, 1)));
    }

    static Played with(Played played, UnaryOperator<Changes> change) {
        return change.apply(new Changes(played)).played();
    }

    /// The parts of what was played that tests change.
    static final class Changes {

        private Played played;

        private Changes(Played played) {
            this.played = played;
        }

        Played played() {
            return played;
        }

        Changes history(List<Entry> history) {
            return next(played.baseline(), played.steps(), history, played.last());
        }

        Changes steps(List<StepTaken> steps) {
            return next(played.baseline(), steps, played.history(), played.last());
        }

        Changes baseline(Played.Baseline baseline) {
            return next(baseline, played.steps(), played.history(), played.last());
        }

        Changes last(Optional<RegistryView> last) {
            return next(played.baseline(), played.steps(), played.history(), last);
        }

        private Changes next(
                Played.Baseline baseline, List<StepTaken> steps, List<Entry> history, Optional<RegistryView> last) {
            played = new Played(
                    played.drill(),
                    baseline,
                    played.healedNs(),
                    played.healedIndex(),
                    played.endedNs(),
                    played.stopped(),
                    steps,
                    played.ledgers(),
                    played.audits(),
                    history,
                    last,
                    played.uses(),
                    played.realMembership());
            return this;
        }

        Changes ledgers(SortedMap<VmId, LedgerRecord> ledgers, SortedMap<VmId, List<Held>> audits) {
            played = new Played(
                    played.drill(),
                    played.baseline(),
                    played.healedNs(),
                    played.healedIndex(),
                    played.endedNs(),
                    played.stopped(),
                    played.steps(),
                    ledgers,
                    audits,
                    played.history(),
                    played.last(),
                    played.uses(),
                    played.realMembership());
            return this;
        }

        Changes stopped(String why) {
            played = new Played(
                    played.drill(),
                    played.baseline(),
                    played.healedNs(),
                    played.healedIndex(),
                    played.endedNs(),
                    Optional.of(why),
                    played.steps(),
                    played.ledgers(),
                    played.audits(),
                    played.history(),
                    played.last(),
                    played.uses(),
                    played.realMembership());
            return this;
        }
    }

    static Circumstances circumstances(DrillReport.Clock clock) {
        var settings = new TreeMap<String, String>();
        settings.put("vms.web.count", "2");
        return new Circumstances(
                clock,
                new DrillReport.Replay(
                        "story.yaml",
                        42,
                        settings,
                        Optional.of("0123abc"),
                        "godwit drill story.yaml --virtual --seed 42 --set vms.web.count=2"),
                new Machine(
                        "here", "Linux", "25", "0.1.0", 2, "2025-01-01T00:00:00Z", 1_234_000_000L, Optional.empty()),
                Optional.empty());
    }
}
