package io.godwit.verdict;

import static io.godwit.invariant.Story.H1;
import static io.godwit.invariant.Story.H2;
import static io.godwit.invariant.Story.H3;
import static io.godwit.invariant.Story.N2;
import static io.godwit.invariant.Story.WEB_1;
import static io.godwit.verdict.Plays.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.FleetEvent;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.identity.HostId;
import io.godwit.invariant.Story;
import org.junit.jupiter.api.Test;

/// Moves that bring nothing along have rows like others, with what can be said of them.
class HomeMovesTest {

    /// In the story web-1 runs on H1 at first, and from 18.05 s on at epoch 2 on H3.
    private static MigrationRow rowOf(HostId to, boolean restarts) {
        var story = Story.whole().told(14_000, N2, new FleetEvent.Bound(WEB_1, to, restarts));
        var played = Plays.with(Plays.whole(), changes -> changes.history(story.entries()));
        return new Migrations(new Evidence(played))
                .rows().stream()
                        .filter(row -> row.vm().equals(WEB_1))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void aRestartLastsUntilItsNextGuestBeginsAndItsClientSeesTheGap() {
        var row = rowOf(H3, true);
        assertThat(row.mode()).isEqualTo(Mode.RESTART);
        assertThat(row.source()).isEqualTo(H1);
        assertThat(row.target()).isEqualTo(H3);
        assertThat(row.epoch()).isEqualTo(1);
        assertThat(row.outcome()).contains(Outcome.COMMITTED);
        assertThat(row.beganNs()).contains(9_000 * MS);
        assertThat(row.endedNs().orElseThrow()).isGreaterThan(13_000 * MS);
        assertThat(row.outageNs().orElseThrow()).isBetween(3_000 * MS, 3_200 * MS);
        assertThat(row.bytes()).isZero();
        assertThat(row.downtimeNs()).isEmpty();
        assertThat(row.reached()).isEmpty();
    }

    @Test
    void aRestartThatEndsElsewhereSaysWhere() {
        var row = rowOf(H2, true);
        assertThat(row.outcome()).contains(Outcome.ABORTED);
        assertThat(row.why()).contains("it started on " + H3);
        assertThat(row.outageNs()).isPresent();
    }

    @Test
    void aMoveOfAVmThatWasStoppedIsThereAtOnce() {
        var row = rowOf(H3, false);
        assertThat(row.mode()).isEqualTo(Mode.COLD);
        assertThat(row.outcome()).contains(Outcome.COMMITTED);
        assertThat(row.endedNs()).isEqualTo(row.beganNs());
        assertThat(row.outageNs()).isEmpty();
    }
}
