package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.cpu.CpuEntitlement;
import io.godwit.cpu.CpuScheduling;
import io.godwit.cpu.CpuTopology;
import io.godwit.unit.Frequency;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class WatchedDemandTest {

    private static final long SECOND_NS = 1_000_000_000L;

    private static final CpuEntitlement ENTITLEMENT =
            new CpuEntitlement(1, CpuEntitlement.DEFAULT_WEIGHT, 0, OptionalLong.empty(), Optional.empty());

    private final CpuBoard board =
            new CpuBoard(new CpuTopology(1, 4, 1, Frequency.parse("1GHz")), CpuScheduling.fluid());

    @Test
    void aVmInThePlaceOfOneThatLeftIsWatchedFromItsOwnStart() {
        int first = come(0);
        board.history(first, 0);
        board.remove(first);
        board.share(10 * SECOND_NS); // what the one that left had is shared out anew
        int second = come(20 * SECOND_NS);
        assertThat(second).isEqualTo(first);
        long nowNs = 25 * SECOND_NS;
        assertThat(board.history(second, nowNs).spread(nowNs).observedNs()).isEqualTo(5 * SECOND_NS);
    }

    private int come(long nowNs) {
        int slot = board.add(ENTITLEMENT, nowNs);
        board.ask(slot, SECOND_NS, CpuBoard.NEVER);
        board.share(nowNs);
        return slot;
    }
}
