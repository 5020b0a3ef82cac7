package io.godwit.migration;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndedMigrationsTest {

    @Test
    void tellsTheLastOnesAndRemembersHowMoreEnded() {
        EndedMigrations ended = new EndedMigrations();
        for (int number = 0; number < EndedMigrations.MAX_TOLD + 3; number++) {
            ended.remember(past(number));
        }
        assertThat(ended.last())
                .hasSize(EndedMigrations.MAX_TOLD)
                .first()
                .extracting(PastMigration::move)
                .isEqualTo(move(3));
        assertThat(ended.last().getLast().move()).isEqualTo(move(EndedMigrations.MAX_TOLD + 2));
        assertThat(ended.outcome(move(0).migration(), Side.SOURCE)).contains(Outcome.ABORTED);
        assertThat(ended.outcome(move(0).migration(), Side.TARGET)).isEmpty();
    }

    private static PastMigration past(int number) {
        return new PastMigration(
                move(number),
                Side.SOURCE,
                Optional.empty(),
                Outcome.ABORTED,
                "",
                0,
                number,
                0,
                0,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new MigrationReport.Traffic(0, 0));
    }

    private static Move move(int number) {
        return new Move(new MigrationId("m-" + number), new VmId("web-1"), 1, new HostId("h1"), new HostId("h2"));
    }
}
