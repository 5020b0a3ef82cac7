package io.godwit.migration.precopy;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.image.Image;
import io.godwit.memory.AddressSpace;
import io.godwit.memory.PageBatch;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.MemorySize;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PageFlowTest {

    /// 1 byte a nanosecond, and pages of 1000 bytes with their headers.
    private static final Bandwidth BYTE_PER_NS = Bandwidth.ofBytesPerSecond(1_000_000_000);

    private static final WireCost COST = new WireCost(new MemorySize(990), new MemorySize(10), new MemorySize(50));

    private final AddressSpace memory = AddressSpace.over(Image.blank(), 10);
    private final PageFlow flow =
            new PageFlow(COST, 4, PageFlow.Wire.alone(), new PageFlow.Start(memory.allPages(), 100));

    @Test
    void sendsABatchWhenItsLastBitIsOnTheWireAndTheNextAfterIt() {
        flow.granted(100, 100);
        assertThat(readAndBook()).isEqualTo(100 + 4000);
        assertThat(flow.nextRead()).isEmpty(); // one is under way
        assertThat(flow.leave().size()).isEqualTo(4);
        assertThat(readAndBook()).isEqualTo(100 + 8000);
        flow.leave();
        assertThat(readAndBook()).isEqualTo(100 + 10_000);
        assertThat(flow.isRoundOver()).isFalse();
        flow.leave();
        assertThat(flow.isRoundOver()).isTrue();
        assertThat(flow.finished(10_100, 3, 0)).isEqualTo(new Round(1, 10, 10_000, 10_000, 3, 0, 0));
        assertThat(flow.bookBytes(COST.state().bytes(), BYTE_PER_NS)).isEqualTo(10_150);
    }

    @Test
    void keepsTheRateWhenABatchLeavesLate() {
        flow.granted(100, 100);
        readAndBook();
        flow.leave(); // a timer was late: it doesn't matter when this is called
        assertThat(readAndBook()).isEqualTo(100 + 8000);
    }

    @Test
    void neverReadsMoreThanItsCreditAndStartsAfreshWhenItGetsMore() {
        assertThat(flow.nextRead()).isEmpty();
        flow.granted(3, 1000);
        assertThat(readAndBook()).isEqualTo(1000 + 3000);
        flow.leave();
        assertThat(flow.nextRead()).isEmpty();
        flow.granted(2, 5000); // a late one
        assertThat(flow.nextRead()).isEmpty();
        flow.granted(6, 9000);
        assertThat(readAndBook()).isEqualTo(9000 + 3000);
    }

    private long readAndBook() {
        OptionalInt pages = flow.nextRead();
        PageBatch batch = memory.read(flow.cursor(), pages.orElseThrow());
        return flow.book(batch, BYTE_PER_NS);
    }
}
