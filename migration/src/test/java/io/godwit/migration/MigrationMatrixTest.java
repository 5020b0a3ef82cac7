package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Phase;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.link.CutMode;
import io.godwit.migration.Fault.CutLink;
import io.godwit.migration.Fault.CutRegistry;
import io.godwit.migration.Fault.Kill;
import io.godwit.migration.Fault.Stop;
import io.godwit.migration.Fault.Strike;
import io.godwit.migration.Fault.What;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every mode, in every phase that it has, loses its source, its target, the link between them and its way to the
/// registry; to a kill, to a pause and to a cut; right away and a moment later. Each cell is reached, and in each one
/// copy runs at most, one side owns, its memory is its twin's or is said to be lost, and everything ends.
class MigrationMatrixTest {

    private static final List<Duration> DELAYS = List.of(Duration.ofNanos(300_000), Duration.ofMillis(20));

    /// Longer than anybody's patience.
    private static final Duration LONG = Duration.ofSeconds(6);

    static final List<What> FAULTS = List.of(
            new Kill(Side.SOURCE),
            new Kill(Side.TARGET),
            new Stop(Side.SOURCE),
            new Stop(Side.TARGET),
            new CutLink(Optional.empty(), CutMode.HOLD),
            new CutLink(Optional.empty(), CutMode.LOSE),
            new CutRegistry(Side.SOURCE),
            new CutRegistry(Side.TARGET));

    /// Those in which pages travel.
    private static final List<Mode> MODES =
            Stream.of(Mode.values()).filter(Mode::movesMemory).toList();

    private record Cell(Mode mode, Phase phase, What what) {}

    @Test
    void survivesEveryFaultInEveryPhaseOfEveryMode() {
        List<Cell> unreached = new ArrayList<>();
        for (Mode mode : MODES) {
            for (Phase phase : phases(mode)) {
                for (What what : FAULTS) {
                    if (!strikes(new Cell(mode, phase, what))) {
                        unreached.add(new Cell(mode, phase, what));
                    }
                }
            }
        }
        assertThat(unreached).isEmpty();
    }

    @Test
    void endsAGuestThatLacksPagesOnlyWhenItsSourceIsGone() {
        Set<String> ends = new TreeSet<>();
        for (What what : FAULTS) {
            Fault fault =
                    new Fault(new Strike(Optional.of(Phase.POSTCOPY), Side.TARGET, Duration.ofMillis(20)), what, LONG);
            Simulation.run(Scenario.small(1).by(Mode.POST_COPY), List.of(fault), TwoHosts.Plants.none())
                    .reports()
                    .forEach(report -> ends.add(what + " " + report.side() + " " + report.outcome()));
        }
        assertThat(ends)
                .filteredOn(end -> end.endsWith("LOST"))
                .containsExactly(new Kill(Side.SOURCE) + " TARGET LOST");
    }

    private static boolean strikes(Cell cell) {
        boolean struck = false;
        for (Duration delay : DELAYS) {
            for (Side side : Side.values()) {
                Fault fault = new Fault(new Strike(Optional.of(cell.phase()), side, delay), cell.what(), LONG);
                Simulation.Result result = Simulation.run(
                        Scenario.small(1 + delay.toNanos()).by(cell.mode()), List.of(fault), TwoHosts.Plants.none());
                assertThat(result.isWell()).as(cell + " " + result).isTrue();
                struck |= !result.struck().isEmpty();
            }
        }
        return struck;
    }

    private static Set<Phase> phases(Mode mode) {
        Set<Phase> phases = EnumSet.allOf(Phase.class);
        phases.remove(Phase.DISK);
        if (mode != Mode.POST_COPY && mode != Mode.HYBRID) {
            phases.remove(Phase.POSTCOPY);
        }
        return phases;
    }
}
