package io.godwit.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.array.ArraySettings;
import io.godwit.drill.Drill;
import io.godwit.drill.file.Arguments;
import io.godwit.drill.file.DrillFiles;
import io.godwit.drill.file.HostFolder;
import io.godwit.drill.file.Surroundings;
import io.godwit.drill.play.Played;
import io.godwit.history.ArrayEvent;
import io.godwit.host.HostSpec;
import io.godwit.identity.VmId;
import io.godwit.rehearsal.VirtualTheatre.Performance;
import io.godwit.settings.SettingsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The shipped drills in virtual time, judged by the clients' ledgers and the arrays' own order of writes.
class VirtualTheatreTest {

    private static final Path CONFIG = Path.of("..", "config");
    private static final HostFolder HOSTS = HostFolder.read(CONFIG.resolve("hosts"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host-loss",
                "rolling-maintenance",
                "split",
                "paused-controller",
                "control-plane-loss",
                "crash-matrix"
            })
    void losesNoAcknowledgedWriteAndRunsNoTwin(String name) {
        for (var seed = 1; seed <= 2; seed++) {
            for (var drill : drills(name, seed)) {
                var played = theatre(false).play(drill).played();
                assertThat(played.baseline()).as(drill.title()).isInstanceOf(Played.Baseline.Reached.class);
                assertThat(played.endedNs() - played.healedNs().orElseThrow())
                        .as("%s with seed %d is well again in time", drill.title(), seed)
                        .isLessThan(drill.heal().settle().toNanos());
                assertThat(lostWrites(played))
                        .as(drill.title() + " with seed " + seed)
                        .isEmpty();
                assertThat(writesOfOldEpochs(played))
                        .as(drill.title() + " with seed " + seed)
                        .isEmpty();
            }
        }
    }

    @Test
    void playsTheSameDrillTheSameWayTwice() {
        var drill = drills("host-loss", 7).getFirst();

        Performance first = theatre(true).play(drill);
        Performance second = theatre(true).play(drill);

        assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
        assertThat(second.played().history()).isEqualTo(first.played().history());
    }

    @Test
    void playsAnotherSeedAnotherWay() {
        assertThat(theatre(false).play(drills("host-loss", 1).getFirst()).fingerprint())
                .isNotEqualTo(
                        theatre(false).play(drills("host-loss", 2).getFirst()).fingerprint());
    }

    private static Map<VmId, Long> lostWrites(Played played) {
        var lost = new TreeMap<VmId, Long>();
        played.ledgers().forEach((vm, ledger) -> {
            assertThat(ledger.acknowledged()).as("writes of " + vm).isPositive();
            assertThat(played.audits()).containsKey(vm);
            var missing = ledger.loss(played.audits().get(vm).getFirst()).writes();
            if (missing > 0) {
                lost.put(vm, missing);
            }
        });
        assertThat(played.ledgers()).isNotEmpty();
        return lost;
    }

    private static List<ArrayEvent.WriteAccepted> writesOfOldEpochs(Played played) {
        var newest = new TreeMap<VmId, Long>();
        return played.history().stream()
                .map(entry -> entry.event())
                .filter(ArrayEvent.WriteAccepted.class::isInstance)
                .map(ArrayEvent.WriteAccepted.class::cast)
                .filter(write -> newest.merge(write.vm(), write.epoch(), Math::max) > write.epoch())
                .toList();
    }

    private static List<Drill> drills(String name, long seed) {
        return DrillFiles.load(
                CONFIG.resolve("drills").resolve(name + ".yaml"),
                new Arguments(List.of(), OptionalLong.of(seed)),
                new Surroundings(HOSTS, DrillFiles.traceFolders()));
    }

    private static VirtualTheatre theatre(boolean bytes) {
        var machines = new TreeMap<String, HostSpec>();
        HOSTS.names().forEach(name -> machines.put(name, HOSTS.spec(name).orElseThrow()));
        var array = (SettingsFile.Read<ArraySettings>) ArraySettings.FILES.named(CONFIG.resolve("arrays"), "lab");
        return new VirtualTheatre(machines, array.settings(), bytes);
    }
}
