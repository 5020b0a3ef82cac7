package io.godwit.report;

import io.godwit.history.RegistryEvent.CopyTook;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.verdict.Charts;
import io.godwit.verdict.CopyRow;
import io.godwit.verdict.DrillReport;
import io.godwit.verdict.DrillReport.Effect;
import io.godwit.verdict.DrillReport.InvariantRow;
import io.godwit.verdict.DrillReport.Kind;
import io.godwit.verdict.DrillReport.StepRow;
import io.godwit.verdict.Machine;
import io.godwit.verdict.ObjectiveRow;
import io.godwit.verdict.Outcome;
import io.godwit.verdict.Standing;
import io.godwit.verdict.Verdict;
import io.godwit.verdict.VmRow;
import io.godwit.verdict.VmRow.Place;
import io.godwit.vm.Isolation;
import io.godwit.vm.Protection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// A report made by hand: a rack is lost while a host is drained, and one web server never comes back.
final class Specimens {

    static final long SECOND_NS = 1_000_000_000L;
    private static final long END_NS = 300 * SECOND_NS;
    private static final List<String> GROUPS = List.of("db", "app", "web");
    private static final int HOSTS = 6;

    private Specimens() {}

    /// @param vms how many, dealt to the three groups in turn
    static DrillReport report(int vms) {
        return report(vms, "site-a-lost");
    }

    /// @param name stands in most of the places that a file can name
    static DrillReport report(int vms, String name) {
        var names = IntStream.range(0, vms).mapToObj(i -> vm(name, i)).toList();
        var rows = IntStream.range(0, vms).mapToObj(i -> row(names.get(i), i)).toList();
        return new DrillReport(
                DrillReport.FORM,
                subject(name),
                verdict(),
                new DrillReport.Baseline(true, "all VMs ran for 20s, 14.2s after the start"),
                Optional.of(240 * SECOND_NS),
                END_NS,
                objectives(names),
                rows,
                IntStream.range(0, Math.min(3, vms))
                        .mapToObj(i -> MigrationSpecimens.migration(names.get(i), i))
                        .toList(),
                copies(names.getFirst()),
                steps(name),
                invariants(),
                new DrillReport.Refusals(2, 31, 4, 0, 3, 5, new DrillReport.Forged(7, 0, 2)),
                List.of(),
                Optional.of(SizingSpecimen.sizing(names.getFirst())),
                List.of("reservation of " + names.getFirst() + " on host-3"),
                notCovered(),
                replay(name),
                charts(names),
                machine());
    }

    private static List<CopyRow> copies(VmId vm) {
        var took = new CopyTook(520_000, 1_200_000_000, 1_840, 65_536);
        return List.of(
                new CopyRow(
                        vm,
                        CopyRow.What.SNAPSHOT_WITH_MEMORY,
                        List.of("before-upgrade"),
                        Optional.of(4 * SECOND_NS),
                        Optional.of(took.tookNs()),
                        took,
                        Optional.empty()),
                new CopyRow(
                        vm,
                        CopyRow.What.CLONE,
                        List.of("lab-1", "lab-2"),
                        Optional.of(6 * SECOND_NS),
                        Optional.empty(),
                        CopyTook.NOTHING,
                        Optional.of("its disk did not answer within 2 s")),
                new CopyRow(
                        vm,
                        CopyRow.What.RESTORE,
                        List.of("before-upgrade"),
                        Optional.of(9 * SECOND_NS),
                        Optional.of(210_000_000L),
                        CopyTook.NOTHING,
                        Optional.empty()));
    }

    private static DrillReport.Subject subject(String name) {
        var cell = new TreeMap<String, String>();
        cell.put("phase", "precopy");
        return new DrillReport.Subject(
                name, name + " [phase=precopy]", cell, DrillReport.Clock.VIRTUAL, DrillReport.Membership.MODELLED);
    }

    private static DrillReport.NotCovered notCovered() {
        return new DrillReport.NotCovered(
                List.of("pause", "partition"),
                List.of("resume"),
                List.of(4),
                List.of("no-overcommitment"),
                List.of("Links are cut or slow, never lossy: no message between nodes is lost alone."));
    }

    private static DrillReport.Replay replay(String name) {
        var file = "config/drills/" + name + ".yaml";
        var command = "godwit drill " + file + " --virtual --seed 42";
        return new DrillReport.Replay(file, 42, new TreeMap<>(), Optional.of("0123abc"), command);
    }

    private static VmId vm(String name, int index) {
        var group = GROUPS.get(index % GROUPS.size());
        return new VmId(name.equals("site-a-lost") ? group + "-" + (index / GROUPS.size() + 1) : name + index);
    }

    private static Verdict verdict() {
        return new Verdict(
                Outcome.MISSED,
                1,
                "objective missed: web rto p95 is without end, not within 90s; worst is web-1",
                new Verdict.Part(Standing.PASSED, "14 of 15 invariants held in 48210 checks"),
                new Verdict.Part(Standing.MISSED, "1 of 4 objectives was missed: web rto p95 is without end"),
                new Verdict.Part(Standing.MISSED, "web-1 does not run, and nobody knows why"));
    }

    private static List<ObjectiveRow> objectives(List<VmId> names) {
        var first = new ObjectiveRow.Worst(names.getFirst(), Optional.of(9_400_000_000L));
        var none = new ObjectiveRow.Worst(names.getFirst(), Optional.of(0L));
        var never = new ObjectiveRow.Worst(names.getLast(), Optional.empty());
        return List.of(
                objective("db rto", "p100 15s", 15 * SECOND_NS, first),
                objective("db lost-writes", "0", 0, none),
                objective("app outage-of-migrations", "p95 500ms", 500_000_000L, none),
                objective("web rto", "p95 40s", 40 * SECOND_NS, never));
    }

    private static ObjectiveRow objective(String name, String target, long limit, ObjectiveRow.Worst worst) {
        boolean ended = worst.value().isPresent();
        boolean counts = name.endsWith("writes");
        var found = worst.value().map(it -> "is " + it).orElse("is without end");
        return new ObjectiveRow(
                name.substring(0, name.indexOf(' ')),
                name.substring(name.indexOf(' ') + 1),
                target,
                counts ? ObjectiveRow.Unit.WRITES : ObjectiveRow.Unit.NS,
                false,
                limit,
                4,
                worst.value(),
                Optional.of(worst),
                ended ? Standing.PASSED : Standing.MISSED,
                name + " " + found + (ended ? ", within " : ", not within ") + target + "; worst is " + worst.vm());
    }

    private static VmRow row(VmId vm, int index) {
        boolean struck = index % 2 == 0;
        boolean lost = index == 8;
        int tier = 1 + index % GROUPS.size();
        long scale = 900_000_000L + 3_700_000L * index;
        var stages = new VmRow.Stages(
                Optional.of(3 * SECOND_NS),
                Optional.of(2 * SECOND_NS + scale),
                Optional.of((long) tier * tier * scale),
                lost ? Optional.empty() : Optional.of(scale / 4),
                lost ? Optional.empty() : Optional.of(2 * scale),
                lost ? Optional.empty() : Optional.of(scale / 2));
        var recovery = new VmRow.Recovery(
                "dark",
                new NodeId("node-0"),
                new HostId("host-0"),
                lost ? Optional.empty() : Optional.of(new HostId("host-4")),
                1,
                lost ? Optional.empty() : Optional.of(2L),
                true,
                120 * SECOND_NS,
                stages,
                lost ? Optional.empty() : Optional.of(Stage.sumNs(stages)));
        return new VmRow(
                vm,
                GROUPS.get(index % GROUPS.size()),
                tier,
                Protection.RESTART,
                Isolation.STOP,
                new Place(Optional.of(new HostId("host-" + index % HOSTS)), 1, true),
                lost
                        ? new Place(Optional.empty(), 1, false)
                        : new Place(
                                Optional.of(new HostId("host-" + (struck ? 4 : index % HOSTS))), struck ? 2 : 1, true),
                Optional.of(14_250L - index),
                Optional.of(struck ? 9_400_000_000L + scale : 81_000_000L),
                struck ? List.of(recovery) : List.of(),
                Optional.of(index == 4 ? new VmRow.Lost(true, 3, 420_000_000L) : new VmRow.Lost(index != 10, 0, 0)));
    }

    private static List<StepRow> steps(String name) {
        return List.of(
                step("drain", "drain host host-0", Effect.FELT, 10),
                step("dark", "kill site " + name, Effect.FELT, 120),
                step("slow", "degrade link a-b", Effect.NOT_FELT, 40),
                step("cut", "crash migration source", Effect.NEVER_TAKEN, 0));
    }

    private static StepRow step(String id, String action, Effect effect, long seconds) {
        boolean taken = effect != Effect.NEVER_TAKEN;
        boolean felt = effect == Effect.FELT;
        int space = action.indexOf(' ');
        return new StepRow(
                id,
                action.substring(0, space),
                action.substring(space + 1),
                taken ? "at " + seconds + "s" : "when first app migration enters resume",
                id.equals("dark") || !taken,
                effect,
                taken ? Optional.of(seconds * SECOND_NS) : Optional.empty(),
                taken ? Optional.of((seconds + 30) * SECOND_NS) : Optional.empty(),
                felt ? List.of("node-0", "node-1", "node-2", "node-3", "node-4") : List.of(),
                felt ? Optional.of("5 nodes wrote nothing from " + seconds + "s on") : Optional.empty(),
                Optional.empty());
    }

    private static List<InvariantRow> invariants() {
        return List.of(
                new InvariantRow(
                        1,
                        "one-running-copy",
                        Kind.SAFETY,
                        true,
                        12_044,
                        Standing.PASSED,
                        Optional.empty(),
                        Optional.empty()),
                new InvariantRow(
                        2,
                        "fence-before-restart",
                        Kind.SAFETY,
                        true,
                        7,
                        Standing.PASSED,
                        Optional.empty(),
                        Optional.empty()),
                new InvariantRow(
                        4,
                        "epochs-increase",
                        Kind.SAFETY,
                        true,
                        36_159,
                        Standing.PASSED,
                        Optional.empty(),
                        Optional.empty()),
                new InvariantRow(
                        14,
                        "no-overcommitment",
                        Kind.SAFETY,
                        false,
                        0,
                        Standing.INCONCLUSIVE,
                        Optional.empty(),
                        Optional.empty()));
    }

    private static Charts charts(List<VmId> names) {
        var nodes = List.of(new NodeId("node-0"), new NodeId("node-1"), new NodeId("node-2"));
        var bands = List.of(
                new Charts.Band("slow", "degrade", 40 * SECOND_NS, 70 * SECOND_NS, List.of()),
                new Charts.Band("dark", "kill", 120 * SECOND_NS, 200 * SECOND_NS, nodes),
                new Charts.Band("gone-for-good", "power-off", 123 * SECOND_NS, END_NS, List.of(new NodeId("node-2"))));
        var writes = GROUPS.stream()
                .map(group -> new Charts.WritesOfGroup(
                        group,
                        LongStream.range(0, 300)
                                .mapToObj(i ->
                                        i > 139 && i < 152 + 8 * GROUPS.indexOf(group) ? 3L * (i % 2) : 90 + i * 7 % 11)
                                .toList()))
                .toList();
        return new Charts(
                -20 * SECOND_NS,
                END_NS,
                bands,
                IntStream.range(0, HOSTS).mapToObj(host -> lane(host, names)).toList(),
                2,
                new Charts.Writes(1_066_666_667L, writes),
                copies(names));
    }

    private static Charts.Lane lane(int host, List<VmId> names) {
        var stays = new ArrayList<Charts.Stay>();
        for (int i = 0; i < names.size(); i++) {
            boolean struck = i % 2 == 0 && i % HOSTS < 3;
            if (i % HOSTS == host) {
                long endNs = struck ? 120 * SECOND_NS : END_NS;
                stays.add(new Charts.Stay(names.get(i), 1, Charts.State.RUNNING, (i - 20L) * SECOND_NS / 2, endNs));
            }
            if (host == 4 && struck && i != 8) {
                long fromNs = (130L + 2L * i) * SECOND_NS;
                var state = i % 4 == 0 ? Charts.State.RUNNING : Charts.State.PAUSED;
                stays.add(new Charts.Stay(names.get(i), 2, state, fromNs, fromNs + 20 * SECOND_NS));
                stays.add(new Charts.Stay(names.get(i), 2, Charts.State.RUNNING, fromNs + 20 * SECOND_NS, END_NS));
            }
        }
        var site = host < 3 ? "a" : "b";
        return new Charts.Lane(new HostId(site + "-host-" + host), new NodeId("node-" + host), site, stays);
    }

    private static Charts.Copies copies(List<VmId> names) {
        return new Charts.Copies(
                true,
                1,
                names.stream()
                        .limit(64)
                        .map(vm -> new Charts.CopiesOfVm(
                                vm,
                                List.of(
                                        new Charts.Change(-10 * SECOND_NS, 1),
                                        new Charts.Change(120 * SECOND_NS, 0),
                                        new Charts.Change((130L + names.indexOf(vm) % 50) * SECOND_NS, 1))))
                        .toList());
    }

    private static Machine machine() {
        return new Machine(
                "lab-1",
                "Linux 6.1",
                "25.0.1",
                "0.1",
                4,
                "2026-03-01T12:00:00Z",
                7_400_000_000L,
                Optional.of(new Machine.Comparison(
                        "2026-02-28T12:00:00Z",
                        42,
                        Outcome.PASSED,
                        "It had passed; now web-1 never came back.",
                        List.of(
                                new Machine.Change("web rto p95", "31 s", "without end", Machine.Direction.WORSE),
                                new Machine.Change("db rto p100", "10.2 s", "9.4 s", Machine.Direction.BETTER),
                                new Machine.Change("migrations", "2", "3", Machine.Direction.OTHER)))));
    }
}
