package io.godwit.drill.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.device.BlockLoad;
import io.godwit.device.PacketLoad;
import io.godwit.drill.Action;
import io.godwit.drill.Area;
import io.godwit.drill.Cut;
import io.godwit.drill.Drill;
import io.godwit.drill.HostChoice;
import io.godwit.drill.NodeChoice;
import io.godwit.drill.Objective;
import io.godwit.drill.Step;
import io.godwit.drill.Topology.Node;
import io.godwit.drill.Trigger;
import io.godwit.drill.plan.DryRunJson;
import io.godwit.guest.WorkloadSpec.CpuSpec;
import io.godwit.history.MigrationEvent.Phase;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.migration.precopy.Channels;
import io.godwit.migration.precopy.Deltas;
import io.godwit.migration.precopy.DirtyLimit;
import io.godwit.migration.precopy.Help;
import io.godwit.migration.precopy.StopRule;
import io.godwit.migration.precopy.Terms;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.vm.DeviceModel;
import io.godwit.vm.DiskDevice;
import io.godwit.vm.Isolation;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ResolvedDrillsTest {

    @Test
    void namesHostsBySiteRackAndNumberAndGivesEachItsNode() {
        var topology = Fixture.resolve(Fixture.VALID).fleet().topology();

        assertThat(topology.hosts())
                .extracting(host -> host.id().value())
                .containsExactly("a-r1-1", "a-r1-2", "a-r2-1", "b-r1-1");
        assertThat(topology.nodes())
                .extracting(Node::id)
                .hasSameElementsAs(topology.hosts().stream()
                        .map(host -> new NodeId(host.id().value()))
                        .toList());
        assertThat(topology.link("b", "a").latency()).isEqualTo(Duration.ofMillis(5));
        assertThat(topology.link("b", "b").latency()).isEqualTo(Duration.ofNanos(200_000));
    }

    @Test
    void spreadsThreeVotersOverSitesAndRacks() {
        assertThat(Fixture.resolve(Fixture.VALID).fleet().topology().voters())
                .containsExactly(new NodeId("a-r1-1"), new NodeId("b-r1-1"), new NodeId("a-r2-1"));
    }

    @Test
    void prefersWitnessesAsVoters() {
        String text = Fixture.with("r2: 1}, host", "r2: 1, w: {hosts: 1, role: witness}}, host");

        assertThat(Fixture.resolve(text).fleet().topology().voters())
                .containsExactly(new NodeId("a-w-1"), new NodeId("b-r1-1"), new NodeId("a-r1-1"));
    }

    @Test
    void dealsTheHostsOfASiteToAsManyNodesAsItAsksFor() {
        String text = Fixture.with("racks: {r1: 2, r2: 1}", "nodes: 2, racks: {r1: 2, r2: 2}")
                .replace("rack a/r1", "site a");

        assertThat(Fixture.resolve(text).fleet().topology().nodes())
                .extracting(node -> node.id().value() + node.hosts())
                .containsExactly("a-n1[a-r1-1, a-r1-2]", "a-n2[a-r2-1, a-r2-2]", "b-r1-1[b-r1-1]");
    }

    @Test
    void readsWhatGuestsAskOfTheirDisksAndWhatTheyMayHave() {
        String text = Fixture.with(
                        "count: 3,", "count: 3, disk-device: {operations: 500/s, bandwidth: 8MiB/s, weight: 512},")
                .replace(
                        "web: {ledger: {writes: 5/s}",
                        "web: {ledger: {writes: 5/s}, io: {rate: 2000/s, read: 70%, size: 64KiB, order: sequential,"
                                + " depth: 8, waits: false},"
                                + " packets: {rate: 5000/s, size: 9000B, to: db-1, received: 10/s}");
        VmSpec web = Fixture.resolve(text).fleet().vms().stream()
                .filter(vm -> vm.group().equals("web"))
                .findFirst()
                .orElseThrow();

        BlockLoad load = web.workload().devices().block().orElseThrow();
        assertThat(load.reads().perSecond()).isEqualTo(1400);
        assertThat(load.writes().perSecond()).isEqualTo(600);
        assertThat(load)
                .isEqualTo(BlockLoad.writing(EventRate.perSecond(2000))
                        .reading(700)
                        .of(MemorySize.ofKibibytes(64))
                        .inOrder()
                        .deep(8)
                        .waiting(false));
        assertThat(web.workload().devices().packets())
                .contains(PacketLoad.sending(EventRate.perSecond(5000))
                        .receiving(EventRate.perSecond(10))
                        .of(MemorySize.parse("9000B"))
                        .to(Optional.of(new VmId("db-1"))));
        assertThat(web.platform().disk())
                .isEqualTo(new DiskDevice(
                        DeviceModel.VIRTIO,
                        Optional.of(EventRate.perSecond(500)),
                        Optional.of(Bandwidth.parse("8MiB/s")),
                        512));
    }

    @Test
    void multipliesGroupsToVmsWithTheirCare() {
        var vms = Fixture.resolve(Fixture.VALID).fleet().vms();

        assertThat(vms)
                .extracting(vm -> vm.id().value())
                .containsExactly("db-1", "db-2", "web-1", "web-2", "web-3", "odd-1");
        VmSpec db = vms.getFirst();
        assertThat(db.memory()).isEqualTo(MemorySize.ofGibibytes(2));
        assertThat(db.disk()).isEqualTo("array-a");
        assertThat(db.care().isolation()).isEqualTo(Isolation.FREEZE);
        assertThat(db.workload().memory().orElseThrow().writes()).isEqualTo(EventRate.perSecond(5120));
        VmSpec web = vms.get(2);
        assertThat(web.care().isolation()).isEqualTo(Isolation.STOP);
        assertThat(web.cpu().capNanoCores()).contains(500_000_000L);
        assertThat(web.cpu().affinity()).contains(new TreeSet<>(List.of(0, 1)));
    }

    @Test
    void readsStepsWithTheirTriggersAndTargets() {
        var steps = Fixture.resolve(Fixture.VALID).timeline();

        assertThat(steps)
                .extracting(Step::trigger)
                .contains(
                        new Trigger.At(Duration.ofSeconds(5)),
                        new Trigger.When(new Trigger.HostDrained(new HostId("a-r1-1"))),
                        new Trigger.When(new Trigger.MigrationEnters(new Trigger.FirstOf("web"), Phase.PRECOPY)),
                        new Trigger.After("move", Duration.ofSeconds(5)));
        assertThat(action(steps, "kill"))
                .isEqualTo(new Action.Kill(
                        new NodeChoice.OfHost(new HostChoice.Any(new Area.Site("b"))),
                        Optional.of(Duration.ofSeconds(5))));
        assertThat(action(steps, "cut"))
                .isEqualTo(new Action.Partition(
                        new Cut.Between(List.of(
                                new Cut.Together(List.of(new Cut.Nodes(new NodeChoice.All(new Area.Rack("a", "r1"))))),
                                new Cut.Others())),
                        Optional.of(Duration.ofSeconds(5))));
        assertThat(((Action.Migrate) action(steps, "move")).terms().stop())
                .isEqualTo(new StopRule.DowntimeLimit(200_000_000, 10));
    }

    private static Action action(List<Step> steps, String id) {
        return steps.stream()
                .filter(step -> step.id().equals(id))
                .findFirst()
                .orElseThrow()
                .action();
    }

    @Test
    void readsObjectivesByPercentile() {
        assertThat(Fixture.resolve(Fixture.VALID).expect().objectives().get("db"))
                .containsExactly(
                        new Objective.Rto(95, Duration.ofSeconds(10)),
                        new Objective.Rto(100, Duration.ofSeconds(15)),
                        new Objective.Rpo(Duration.ZERO),
                        new Objective.LostWrites(0),
                        new Objective.OutageOfMigrations(100, Duration.ofSeconds(1)));
    }

    @Test
    void anObjectiveOfDowntimesNeedsNoLedger() {
        String downtimes = Fixture.with("db:  {ledger: {writes: 20/s}, ", "db:  {")
                .replaceFirst("rto: .*outage-of-migrations: 1s", "downtime-of-migrations: {p95: 300ms}");
        assertThat(Fixture.resolve(downtimes).expect().objectives().get("db"))
                .containsExactly(new Objective.DowntimeOfMigrations(95, Duration.ofMillis(300)));
    }

    @Test
    void anObjectiveOfTheTimeThatMovesTakeNeedsNoLedger() {
        String times = Fixture.with("db:  {ledger: {writes: 20/s}, ", "db:  {")
                .replaceFirst("rto: .*outage-of-migrations: 1s", "time-of-migrations: 5s");
        assertThat(Fixture.resolve(times).expect().objectives().get("db"))
                .containsExactly(new Objective.TimeOfMigrations(100, Duration.ofSeconds(5)));
    }

    @Test
    void theSameSeedGivesTheSameDrillAndAnotherOtherTraces() {
        List<String> first = traces(Fixture.resolve(Fixture.VALID));

        assertThat(traces(Fixture.resolve(Fixture.VALID))).isEqualTo(first);
        assertThat(DryRunJson.render(Fixture.resolve(Fixture.VALID)))
                .isEqualTo(DryRunJson.render(Fixture.resolve(Fixture.VALID)));
        assertThat(traces(Fixture.resolve(Fixture.with("seed: 42", "seed: 43"))))
                .isNotEqualTo(first);
        assertThat(first).doesNotHaveDuplicates();
    }

    private static List<String> traces(Drill drill) {
        return drill.fleet().vms().stream()
                .filter(vm -> vm.group().equals("web"))
                .map(vm -> ((CpuSpec.Trace) vm.workload().cpu()).file())
                .toList();
    }

    @Test
    void aMatrixMakesADrillOfEachCombination() {
        String text = Fixture.with(
                        "name: sample", "name: sample\nmatrix: {phase: [reserve, commit], who: [source, target]}")
                .replace("enters precopy", "enters $phase")
                .replace("migration source", "migration $who");

        assertThat(Fixture.resolve(text, List.of()))
                .extracting(Drill::title)
                .containsExactly(
                        "sample[phase=reserve,who=source]",
                        "sample[phase=reserve,who=target]",
                        "sample[phase=commit,who=source]",
                        "sample[phase=commit,who=target]");
        String fewer =
                text.replace("who: [source, target]", "who: [source, target], exclude: [{phase: commit, who: source}]");
        assertThat(Fixture.resolve(fewer, List.of()))
                .extracting(Drill::title)
                .containsExactly(
                        "sample[phase=reserve,who=source]",
                        "sample[phase=reserve,who=target]",
                        "sample[phase=commit,who=target]");
        Drill last = Fixture.resolve(text, List.of()).getLast();
        assertThat(action(last.timeline(), "crash"))
                .isEqualTo(new Action.Crash(Action.Party.TARGET, Action.Blow.KILL, Optional.of(Duration.ofSeconds(5))));
    }

    @Test
    void helpIsOfTheFileAndOfEachStep() {
        var drill = Fixture.resolve("""
                drill: v1
                name: helped
                topology:
                  sites: {a: {racks: {r1: 2}, host: big}}
                  links: {default: {latency: 1ms, bandwidth: 1Gbit}}
                vms: {vm: {memory: 1GiB}}
                migration: {help: [skip-zero-pages, deltas], delta-size: 512B, channels: 4}
                steady: {all: running, within: 1m}
                timeline:
                  - {id: move, at: 5s, do: migrate, target: vm vm-1, dirty-limit: 10MiB/s, channels: 1}
                heal: {at: 10s, settle: 5s}
                """);

        Help all = drill.fleet().migration().help();
        assertThat(all.skipsZeroPages()).isTrue();
        assertThat(all.deltas()).contains(new Deltas(MemorySize.ofMebibytes(64), new MemorySize(512)));
        assertThat(all.channels().count()).isEqualTo(4);
        assertThat(all.throttling()).isEmpty();
        var move = (Action.Migrate) drill.timeline().getFirst().action();
        assertThat(move.terms().help())
                .isEqualTo(new Help(
                        true,
                        false,
                        false,
                        false,
                        all.deltas(),
                        Optional.of(new DirtyLimit(Bandwidth.parse("10MiB/s"))),
                        Channels.one()));
    }

    @Test
    void whatAFileLeavesOutIsFilledIn() {
        var drill = Fixture.resolve("""
                drill: v1
                name: least
                topology:
                  sites: {a: {racks: {r1: 1}, host: big}}
                  links: {default: {latency: 1ms, bandwidth: 1Gbit}}
                vms: {vm: {memory: 1GiB}}
                steady: {all: running, within: 1m}
                heal: {at: 10s, settle: 5s}
                """);

        assertThat(drill.fleet().topology().voters()).containsExactly(new NodeId("a-r1-1"));
        assertThat(drill.fleet().vms()).extracting(VmSpec::id).containsExactly(new VmId("vm-1"));
        assertThat(drill.fleet().vms().getFirst().disk()).isEqualTo(VmSpec.LOCAL_DISK);
        assertThat(drill.fleet().migration()).isEqualTo(Terms.byDefault());
        assertThat(drill.expect().always()).hasSize(20);
        assertThat(drill.expect().eventually().within()).isEqualTo(Duration.ofSeconds(5));
        assertThat(drill.run().seed()).isEqualTo(1);
    }
}
