package io.godwit.verdict;

import static io.godwit.invariant.Story.H2;
import static io.godwit.invariant.Story.H3;
import static io.godwit.invariant.Story.MOVE;
import static io.godwit.invariant.Story.N2;
import static io.godwit.invariant.Story.N3;
import static io.godwit.invariant.Story.WEB_2;
import static io.godwit.verdict.Plays.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.DowntimeParts;
import io.godwit.history.MigrationEvent.Chosen;
import io.godwit.history.MigrationEvent.Finished;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Phase;
import io.godwit.history.MigrationEvent.PhaseEntered;
import io.godwit.history.MigrationEvent.Predicted;
import io.godwit.history.MigrationEvent.Pulled;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.history.MigrationEvent.StoodStill;
import io.godwit.invariant.Story;
import io.godwit.link.NodeId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A post-copy whose guest stands at its target, and whose end is struck: whoever was struck ends without knowing for
/// how long the guest stood.
class StruckMovesTest {

    private static final DowntimeParts STOOD =
            new DowntimeParts(0, Optional.of(10 * MS), MS, MS / 2, MS / 2, 4 * MS, MS);
    private static final DowntimeParts EXPECTED = new DowntimeParts(0, Optional.of(8 * MS), MS, MS / 2, 0, 4 * MS, MS);

    private final Story story = Story.begun();

    private MigrationRow row() {
        return new Migrations(new Evidence(Plays.with(Plays.whole(), changes -> changes.history(story.entries()))))
                .rows().stream()
                        .filter(row -> row.vm().equals(WEB_2))
                        .findFirst()
                        .orElseThrow();
    }

    private void phase(long atMs, NodeId node, Phase phase, Side side) {
        story.told(atMs, node, new PhaseEntered(MOVE, WEB_2, H3, H2, 1, phase, side));
    }

    /// The guest goes on at its target, and its pages follow.
    private StruckMovesTest goesOn() {
        story.told(7_000, N3, new Chosen(MOVE, WEB_2, Mode.POST_COPY));
        phase(7_000, N3, Phase.RESERVE, Side.SOURCE);
        phase(7_010, N3, Phase.PRECOPY, Side.SOURCE);
        story.told(7_010, N3, new Predicted(MOVE, WEB_2, true, 1, 4_000_000, 100 * MS, EXPECTED));
        phase(7_020, N3, Phase.SWITCHOVER, Side.SOURCE);
        phase(7_025, N2, Phase.COMMIT, Side.TARGET);
        story.told(7_037, N2, new StoodStill(MOVE, WEB_2, 2, STOOD));
        phase(7_037, N2, Phase.POSTCOPY, Side.TARGET);
        return this;
    }

    private StruckMovesTest ends(long atMs, Side side, Outcome outcome, long downtimeNs) {
        NodeId node = side == Side.SOURCE ? N3 : N2;
        story.told(atMs, node, new Finished(MOVE, WEB_2, side, outcome, downtimeNs, 1, 2_000_000));
        return this;
    }

    @Test
    void aTargetThatDiesLeavesTheDowntimeThatItTold() {
        goesOn().ends(9_000, Side.SOURCE, Outcome.COMMITTED, 0);
        MigrationRow row = row();
        assertThat(row.downtimeNs()).contains(STOOD.totalNs());
        MigrationRow.Foretold foretold = row.prediction().orElseThrow();
        assertThat(foretold.downtimeNs().actual()).contains(STOOD.totalNs());
        assertThat(foretold.downtimeNs().deviationPercent().orElseThrow()).isPositive();
    }

    @Test
    void nothingElseOfAPullThatIsBrokenOffIsComparedWithWhatWasExpected() {
        goesOn().ends(9_000, Side.SOURCE, Outcome.COMMITTED, 0);
        MigrationRow.Foretold foretold = row().prediction().orElseThrow();
        assertThat(foretold.rounds().actual()).isEmpty();
        assertThat(foretold.bytes().actual()).isEmpty();
        assertThat(foretold.bytes().deviationPercent()).isEmpty();
        assertThat(foretold.durationNs().actual()).isEmpty();
    }

    @Test
    void aPullThatEndsIsComparedInFull() {
        story.told(7_000, N2, new Pulled(MOVE, WEB_2, 1, 1, MS, MS, MS, MS, MS));
        goesOn().ends(7_200, Side.TARGET, Outcome.COMMITTED, STOOD.totalNs())
                .ends(7_201, Side.SOURCE, Outcome.COMMITTED, 0);
        MigrationRow.Foretold foretold = row().prediction().orElseThrow();
        assertThat(foretold.bytes().actual()).contains(2_000_000L);
        assertThat(foretold.durationNs().actual()).isPresent();
    }

    /// Neither side told for how long: nothing is better than 0.
    @Test
    void aDowntimeThatNobodyToldIsNotNought() {
        phase(7_000, N3, Phase.RESERVE, Side.SOURCE);
        phase(7_010, N3, Phase.PRECOPY, Side.SOURCE);
        story.told(7_010, N3, new Predicted(MOVE, WEB_2, true, 1, 4_000_000, 100 * MS, EXPECTED));
        ends(9_000, Side.SOURCE, Outcome.COMMITTED, 0);
        assertThat(row().downtimeNs()).isEmpty();
        assertThat(row().prediction().orElseThrow().downtimeNs().actual()).isEmpty();
    }
}
