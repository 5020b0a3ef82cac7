package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.MigrationEvent.Aid;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Phase;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.link.CutMode;
import io.godwit.link.LinkQuality;
import io.godwit.migration.precopy.Help;
import io.godwit.migration.precopy.HelpWish;
import io.godwit.migration.precopy.Terms;
import io.godwit.unit.Bandwidth;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Whatever strikes amid the questions of what a target holds: between an offer and its answer, before the first and
/// after the last. One side owns and runs in the end, and its memory is its twin's.
class HeldPagesStruckTest {

    private static final List<Mode> MODES = List.of(Mode.PRE_COPY, Mode.HYBRID);

    /// The questions take 11 ms.
    private static final List<Long> AFTER_US = List.of(0L, 300L, 1_100L, 2_700L, 4_900L, 7_300L, 9_700L, 11_500L);

    /// Shorter and longer than the silence after which a side gives up.
    private static final List<Duration> LENGTHS = List.of(Duration.ofMillis(150), Duration.ofSeconds(5));

    private static Stream<Fault.What> blows() {
        Stream<Fault.What> ofSides = Stream.of(Side.values())
                .flatMap(side -> Stream.of(
                        new Fault.Kill(side),
                        new Fault.Stop(side),
                        new Fault.CutRegistry(side),
                        new Fault.CutLink(Optional.of(side), CutMode.LOSE),
                        new Fault.CutLink(Optional.of(side), CutMode.HOLD)));
        Stream<Fault.What> others = Stream.of(
                new Fault.CutLink(Optional.empty(), CutMode.LOSE),
                new Fault.CutLink(Optional.empty(), CutMode.HOLD),
                new Fault.SlowLink(new LinkQuality(Duration.ofMillis(300), new Bandwidth(10_000_000))),
                new Fault.Cancel(),
                new Fault.ForeignAbort(),
                new Fault.Supersede());
        return Stream.concat(ofSides, others);
    }

    private static Simulation.Setting asking(Mode mode) {
        Scenario small = Scenario.small(3);
        Help help = HelpWish.of(Optional.of(List.of(Aid.SKIP_HELD_PAGES))).over(Help.none());
        Terms terms = new Terms(mode, small.terms().stop(), small.terms().most(), help);
        return new Simulation.Setting(small.with(terms).of(Scenario.FILLED), 1);
    }

    /// Modes and lengths take turns, so that each blow meets each of them.
    @Test
    void oneSideGoesOnWithTheMemoryOfItsTwin() {
        int run = 0;
        int moved = 0;
        for (Fault.What what : blows().toList()) {
            for (long afterUs : AFTER_US) {
                Mode mode = MODES.get(run % MODES.size());
                Duration length = LENGTHS.get(run / MODES.size() % LENGTHS.size());
                run++;
                var strike =
                        new Fault.Strike(Optional.of(Phase.PRECOPY), Side.SOURCE, Duration.ofNanos(1_000 * afterUs));
                Simulation.Result result =
                        Simulation.run(asking(mode), List.of(new Fault(strike, what, length)), TwoHosts.Plants.none());
                assertThat(result.isWell()).as("%s %s", mode, result).isTrue();
                assertThat(result.struck()).hasSize(1);
                moved += result.reports().stream().anyMatch(it -> it.outcome() == Outcome.COMMITTED) ? 1 : 0;
            }
        }
        assertThat(moved).as("moves of %d that went on", run).isBetween(run / 4, run * 3 / 4);
    }
}
