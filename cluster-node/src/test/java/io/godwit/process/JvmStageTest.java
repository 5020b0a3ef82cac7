package io.godwit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.array.ArraySettings;
import io.godwit.drill.Drill;
import io.godwit.drill.file.Arguments;
import io.godwit.drill.file.DrillFiles;
import io.godwit.drill.file.HostFolder;
import io.godwit.drill.file.Surroundings;
import io.godwit.history.Entry;
import io.godwit.history.FleetEvent.LeaderElected;
import io.godwit.history.FleetEvent.NodeJoined;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.settings.SettingsFile;
import io.godwit.stage.FleetPlan;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.MemorySize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Three host nodes and an array, each a process of its own.
class JvmStageTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Path CONFIG = Path.of(System.getProperty("godwit.home", ".."), "config");
    private static final NodeId ARRAY = new NodeId("array-a");
    private static final String DRILL = """
            drill: v1
            name: three-hosts
            topology:
              sites:
                a: {racks: {r1: 1, r2: 1, r3: 1}, host: lab, datastores: [array-a]}
              links: {default: {latency: 0.2ms, bandwidth: 10Gbit}}
            vms:
              web: {count: 1, vcpus: 1, memory: 512MiB, protect: restart}
            workload:
              web: {ledger: {writes: 5/s}}
            steady: {all: running, hold: 1s, within: 60s}
            timeline:
              - {id: move, at: 1s, do: migrate, target: vm web-1}
            heal: {at: 5s, settle: 5s}
            expect:
              always: [one-running-copy]
              objectives:
                web: {lost-writes: 0}
            """;

    private final Collection<Entry> heard = new ConcurrentLinkedQueue<>();
    private JvmStage stage;
    private List<NodeId> hosts;

    @BeforeEach
    void open() {
        HostFolder folder = HostFolder.read(CONFIG.resolve("hosts"));
        Drill drill = DrillFiles.resolve(
                        "test", DRILL, Arguments.none(), new Surroundings(folder, DrillFiles.traceFolders()))
                .getFirst();
        FleetPlan plan = FleetPlan.of(drill);
        ArraySettings arrays =
                switch (ArraySettings.FILES.named(CONFIG.resolve("arrays"), "lab")) {
                    case SettingsFile.Read<ArraySettings>(var settings) -> settings;
                    case SettingsFile.Unusable<ArraySettings>(var why) -> throw new AssertionError(why);
                };
        stage = switch (JvmStage.open(
                plan, new JvmStage.Parts(folder.makes(), List.of(), arrays, MemorySize.ofMebibytes(64)))) {
            case JvmStage.Opened(var opened) -> opened;
            case JvmStage.NotOpened(var why) -> throw new AssertionError(why);
        };
        stage.watch(heard::add);
        hosts = plan.setups().stream().map(setup -> setup.node()).toList();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void formsAFleetThatSurvivesAKillAndAPauseAndLeavesNothing() throws IOException {
        until(() -> joins() >= 3 && heard(LeaderElected.class) >= 1);
        NodeId victim = hosts.getLast();
        stage.kill(victim);
        assertThat(stage.isAlive(victim)).isFalse();
        stage.start(victim);
        until(() -> joins() >= 4);
        stage.pause(ARRAY);
        stage.resume(ARRAY);
        int heardSoFar = heard.size();
        assertThat(stage.history().size()).isGreaterThanOrEqualTo(heardSoFar);
        List<Long> processes = Stream.concat(hosts.stream(), Stream.of(ARRAY))
                .map(node -> stage.process(node).orElseThrow().pid())
                .toList();
        Path run = stage.folder();
        assertThat(run).isDirectory();
        stage.close();
        assertThat(processes).noneMatch(pid -> Files.exists(Path.of("/proc/" + pid)));
        assertThat(run).doesNotExist();
    }

    @Test
    void countsWhatACutStops() {
        until(() -> joins() >= 3);
        NodeId one = hosts.get(0);
        NodeId other = hosts.get(1);
        assertThat(stage.traffic(one, other).passed()).isPositive();
        stage.cut(one, other);
        until(() -> stage.traffic(one, other).stopped() > 0);
        stage.heal(one, other);
        stage.shape(one, other, new LinkQuality(Duration.ofMillis(20), Bandwidth.parse("50Mbit")));
        long passed = stage.traffic(one, other).passed();
        until(() -> stage.traffic(one, other).passed() > passed);
    }

    @Test
    void saysWhichProcessEndedThoughNobodyKilledIt() {
        NodeId victim = hosts.getFirst();
        ProcessHandle.of(stage.process(victim).orElseThrow().pid())
                .orElseThrow()
                .destroyForcibly();
        assertThatThrownBy(() -> stage.runUntil(() -> false, PATIENCE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(victim + " ended with exit code 137");
    }

    private void until(BooleanSupplier reached) {
        assertThat(stage.runUntil(reached, PATIENCE)).isTrue();
    }

    private long joins() {
        return heard(NodeJoined.class);
    }

    private long heard(Class<?> event) {
        return heard.stream().map(Entry::event).filter(event::isInstance).count();
    }
}
