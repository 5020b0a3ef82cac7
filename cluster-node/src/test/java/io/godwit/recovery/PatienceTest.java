package io.godwit.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.recovery.OrderDesk.Ruling;
import io.godwit.registry.CommandId;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private static final CommandId ORDER = new CommandId("test", 1);
    private static final Ruling REFUSED = new Ruling.Refuse("h1 is silent");
    private static final Ruling TAKEN = new Ruling.Propose(List.of(), List.of());
    private static final long LIMIT_NS = Patience.LIMIT.toNanos();

    private final Patience patience = new Patience();

    @Test
    void anOrderWaitsForSilentHostsForALimitedTime() {
        assertThat(patience.waits(ORDER, REFUSED, () -> TAKEN, 7)).isTrue();
        assertThat(patience.waits(ORDER, REFUSED, () -> TAKEN, 7 + LIMIT_NS - 1))
                .isTrue();
        assertThat(patience.waits(ORDER, REFUSED, () -> TAKEN, 7 + LIMIT_NS)).isFalse();
    }

    @Test
    void whatIsTakenOrWouldBeRefusedAnywayWaitsForNobody() {
        assertThat(patience.waits(ORDER, TAKEN, () -> TAKEN, 0)).isFalse();
        assertThat(patience.waits(ORDER, REFUSED, () -> REFUSED, 0)).isFalse();
    }

    @Test
    void whatWasRuledOnHasItsTimeAgain() {
        assertThat(patience.waits(ORDER, REFUSED, () -> TAKEN, 0)).isTrue();
        assertThat(patience.waits(ORDER, TAKEN, () -> TAKEN, 1)).isFalse();
        assertThat(patience.waits(ORDER, REFUSED, () -> TAKEN, LIMIT_NS + 1)).isTrue();
    }
}
