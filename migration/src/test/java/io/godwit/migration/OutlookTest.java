package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Predicted;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.history.MigrationEvent.StoodStill;
import io.godwit.memory.pressure.MemoryCosts;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.settings.SettingsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a source expects when its first page is about to leave is what comes, of guests that do what they are said to.
class OutlookTest {

    private static final List<Mode> MODES = List.of(Mode.PRE_COPY, Mode.SUSPEND_AND_COPY, Mode.POST_COPY, Mode.HYBRID);

    /// The registry's round and the way of its answers are not in a prediction.
    private static final long OF_THE_REGISTRY_NS = 5_000_000;

    @Test
    void isWhatComesInEachMode() {
        for (Mode mode : MODES) {
            for (Pattern pattern : List.of(new Pattern.Random(), new Pattern.Sequential())) {
                Scenario small = Scenario.small(3).by(mode);
                Scenario scenario = new Scenario(
                        small.memory(), small.workingSet(), pattern, small.writes(), small.link(), small.terms(), 3);
                try (TwoHosts hosts = new TwoHosts(scenario, TwoHosts.Plants.none(), Optional.of(alone()))) {
                    hosts.move();
                    Predicted predicted = hosts.events(Predicted.class).getFirst();
                    MigrationReport report = hosts.report(Side.SOURCE).orElseThrow();
                    String what = mode + " " + pattern + ": " + predicted;
                    assertThat(predicted.converges()).as(what).isTrue();
                    assertThat(predicted.rounds())
                            .as(what)
                            .isEqualTo(report.rounds().size());
                    assertThat(predicted.bytes()).as(what).isCloseTo(report.bytes(), withinPercentage(5));
                    long downtimeNs = report.downtime().orElseThrow().totalNs();
                    assertThat(downtimeNs - predicted.downtimeNs())
                            .as(what)
                            .isCloseTo(0, within(OF_THE_REGISTRY_NS + downtimeNs / 20));
                    assertThat(hosts.events(StoodStill.class)).hasSize(1);
                }
            }
        }
    }

    /// Hosts that manage memory know what their guests are said to write.
    private static TwoHosts.Crowd alone() {
        return switch (MemoryCosts.FILES.read(Path.of("..", "config/memory/standard.yaml"))) {
            case SettingsFile.Read<MemoryCosts>(var costs) -> new TwoHosts.Crowd(MemoryManagement.of(costs), 0);
            case SettingsFile.Unusable<MemoryCosts>(var sentence) -> throw new AssertionError(sentence);
        };
    }
}
