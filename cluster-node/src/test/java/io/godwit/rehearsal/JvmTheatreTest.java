package io.godwit.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.array.ArraySettings;
import io.godwit.drill.Drill;
import io.godwit.drill.file.Arguments;
import io.godwit.drill.file.DrillFiles;
import io.godwit.drill.file.HostFolder;
import io.godwit.drill.file.Surroundings;
import io.godwit.drill.play.Audience;
import io.godwit.drill.play.Played;
import io.godwit.history.FleetEvent.LostDeclared;
import io.godwit.history.LedgerEvent;
import io.godwit.identity.VmId;
import io.godwit.process.JvmStage;
import io.godwit.settings.SettingsFile;
import io.godwit.unit.MemorySize;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A drill on real processes, with a real SIGKILL.
class JvmTheatreTest {

    private static final Path CONFIG = Path.of(System.getProperty("godwit.home", ".."), "config");

    private static final String DRILL = """
            drill: v1
            name: a-real-kill
            topology:
              sites:
                a: {racks: {r1: 1, r2: 1, r3: 1}, host: lab, datastores: [array-a]}
              links: {default: {latency: 0.2ms, bandwidth: 10Gbit}}
              tolerate: {host-failures: 1}
            permit: 3s
            vms:
              web: {count: 4, vcpus: 1, memory: 256MiB, protect: restart}
            workload:
              web: {ledger: {writes: 10/s}, memory: {working-set: 16MiB, dirty: 1MiB/s}}
            steady: {all: running, hold: 1s, within: 2m}
            timeline:
              - {id: move, at: 1s, do: migrate, target: vm web-1}
              - {id: kill, at: 4s, do: kill, target: any host}
            heal: {at: 16s, settle: 60s}
            expect:
              always: [one-running-copy, acknowledged-is-kept]
              objectives:
                web: {lost-writes: 0}
              must-happen: [move, kill]
            run: {seed: 1}
            """;

    private final HostFolder hosts = HostFolder.read(CONFIG.resolve("hosts"));
    private final Drill drill = DrillFiles.resolve(
                    "test", DRILL, Arguments.none(), new Surroundings(hosts, DrillFiles.traceFolders()))
            .getFirst();
    private final JvmTheatre theatre = theatre();

    @AfterEach
    void close() {
        theatre.close();
    }

    /// Twice on one fleet: the second time the node that was killed is back, and the VMs of the first time are gone.
    @Test
    void bringsBackWhatAKilledProcessRanAndLosesNoAcknowledgedWrite() {
        Played first = play();
        isWell(first, List.of("web-1", "web-2", "web-3", "web-4"));
        Played second = play();
        isWell(second, List.of("web-101", "web-102", "web-103", "web-104"));
        assertThat(second.last().orElseThrow().vms())
                .extracting(vm -> vm.id().value())
                .containsExactlyInAnyOrder("web-101", "web-102", "web-103", "web-104");
        assertThat(second.history())
                .as("what the second drill is judged by")
                .noneMatch(entry -> entry.event() instanceof LedgerEvent write
                        && first.ledgers().containsKey(write.vm()));
    }

    private static void isWell(Played played, List<String> vms) {
        assertThat(played.baseline()).isInstanceOf(Played.Baseline.Reached.class);
        assertThat(played.realMembership()).isTrue();
        assertThat(played.steps()).hasSize(2).allMatch(step -> step.evidence().isPresent());
        assertThat(played.history()).anyMatch(entry -> entry.event() instanceof LostDeclared);
        assertThat(played.ledgers().keySet()).extracting(VmId::value).containsExactlyElementsOf(vms);
        played.ledgers().forEach((vm, ledger) -> {
            assertThat(ledger.acknowledged()).as("writes of " + vm).isPositive();
            assertThat(ledger.loss(played.audits().get(vm).getFirst()).writes())
                    .as("lost writes of " + vm)
                    .isZero();
        });
    }

    private Played play() {
        return switch (theatre.play(drill)) {
            case Theatre.Performed(var played, var _) -> played;
            case Theatre.NotStarted(var why) -> throw new AssertionError(why);
        };
    }

    private JvmTheatre theatre() {
        ArraySettings arrays =
                switch (ArraySettings.FILES.named(CONFIG.resolve("arrays"), "lab")) {
                    case SettingsFile.Read<ArraySettings>(var settings) -> settings;
                    case SettingsFile.Unusable<ArraySettings>(var why) -> throw new AssertionError(why);
                };
        return new JvmTheatre(
                new JvmStage.Parts(hosts.makes(), List.of(), arrays, MemorySize.ofMebibytes(64)), Audience.nobody());
    }
}
