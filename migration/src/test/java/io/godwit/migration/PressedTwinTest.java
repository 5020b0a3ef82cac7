package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.history.HostEvent;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.host.Lifecycle;
import io.godwit.host.Transfer;
import io.godwit.host.VmDescription;
import io.godwit.host.VmDescription.MemoryPlace;
import io.godwit.memory.pressure.MemoryCosts;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.settings.SettingsFile;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A guest whose pages are in balloons, shared, compressed and swapped is moved, onto a host that is no less crowded:
/// after the same work it holds what a twin holds that had a machine of its own.
class PressedTwinTest {

    private static final int NEIGHBOURS = 3;

    private static MemoryManagement management() {
        return switch (MemoryCosts.FILES.read(Path.of("..", "config/memory/standard.yaml"))) {
            case SettingsFile.Read<MemoryCosts>(var costs) ->
                MemoryManagement.of(costs)
                        .overcommitted(2_000)
                        .compressing()
                        .swapping(MemorySize.ofMebibytes(256))
                        .sharing(true);
            case SettingsFile.Unusable<MemoryCosts>(var sentence) -> throw new AssertionError(sentence);
        };
    }

    private static Scenario scenario(long seed, Pattern pattern) {
        Scenario small = Scenario.small(seed);
        return new Scenario(
                small.memory(),
                MemorySize.ofMebibytes(28),
                pattern,
                EventRate.parse("3000/s"),
                small.link(),
                small.terms(),
                seed);
    }

    private static MemoryPlace placeIn(TwoHosts hosts, TwoHosts.Party party) {
        return ((VmDescription) hosts.describe(party)).memory().place().orElseThrow();
    }

    @Test
    void holdsTheSameAsATwinWhenBothHostsAreShortOfMemory() {
        for (Pattern pattern : List.of(new Pattern.Random(), new Pattern.HotCold(200, 800))) {
            for (long seed = 1; seed <= 2; seed++) {
                Scenario scenario = scenario(seed, pattern);
                var crowd = new TwoHosts.Crowd(management(), NEIGHBOURS);
                try (TwoHosts hosts = new TwoHosts(scenario, TwoHosts.Plants.none(), Optional.of(crowd))) {
                    hosts.world.runUntil(Duration.ofSeconds(30).toNanos());
                    MemoryPlace before = placeIn(hosts, hosts.source);
                    assertThat(before.compressed().plus(before.swapped()).plus(before.givenUp()))
                            .isGreaterThan(MemorySize.ofMebibytes(1));
                    assertThat(hosts.events(HostEvent.PagesScanned.class))
                            .anyMatch(scanned -> scanned.savedFrames() > 0);
                    hosts.begin();
                    assertThat(hosts.runUntil(() -> hosts.reports.size() == 2, Duration.ofMinutes(2)))
                            .isTrue();
                    assertThat(hosts.reports)
                            .extracting(MigrationReport::outcome)
                            .containsOnly(Outcome.COMMITTED);
                    hosts.runUntil(() -> false, Duration.ofSeconds(15));
                    MemoryPlace after = placeIn(hosts, hosts.target);
                    assertThat(after.compressed().plus(after.swapped()).plus(after.givenUp()))
                            .isGreaterThan(MemorySize.ZERO);
                    Transfer.StateCaptured moved = hosts.capture(hosts.target);
                    assertThat(moved.digest())
                            .as("%s, seed %d", pattern, seed)
                            .isEqualTo(scenario.twinDigest(moved.state().memoryWrites()));
                    assertThat(hosts.describe(hosts.source)).isInstanceOf(Lifecycle.Illegal.class);
                }
            }
        }
    }
}
