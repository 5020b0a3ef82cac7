package io.godwit.migration.precopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.godwit.image.Image;
import io.godwit.memory.AddressSpace;
import io.godwit.memory.PageBatch;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.MemorySize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PageFlowTest {

    /// 1 byte a nanosecond, and pages of 1000 bytes with their headers.
    private static final Bandwidth BYTE_PER_NS = Bandwidth.ofBytesPerSecond(1_000_000_000);

    private static final WireCost COST = new WireCost(new MemorySize(990), new MemorySize(10), new MemorySize(50));

    private final AddressSpace memory = AddressSpace.over(Image.blank(), 10);
    private final PageFlow flow =
            new PageFlow(COST, BatchSize.of(4), PageFlow.Wire.alone(), new PageFlow.Start(memory.allPages(), 100));

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

    @Test
    void readsAsMuchAsLeavesInAWhileWithinBounds() {
        var perPage = Duration.ofNanos(1000); // at 1 byte a nanosecond
        assertThat(sizesOf(new BatchSize(1, 9, perPage.multipliedBy(4)))).containsExactly(1, 4, 4, 1);
        assertThat(sizesOf(new BatchSize(2, 3, perPage.multipliedBy(4)))).containsExactly(2, 3, 3, 2);
        assertThat(sizesOf(new BatchSize(5, 9, perPage.multipliedBy(4)))).containsExactly(5, 5);
        assertThatIllegalArgumentException().isThrownBy(() -> new BatchSize(3, 2, perPage));
    }

    private List<Integer> sizesOf(BatchSize size) {
        var sized = new PageFlow(COST, size, PageFlow.Wire.alone(), new PageFlow.Start(memory.allPages(), 100));
        sized.granted(100, 100);
        List<Integer> sizes = new ArrayList<>();
        while (!sized.isRoundOver()) {
            readAndBook(sized);
            sizes.add(sized.leave().size());
        }
        return sizes;
    }

    private long readAndBook() {
        return readAndBook(flow);
    }

    private long readAndBook(PageFlow some) {
        OptionalInt pages = some.nextRead();
        PageBatch batch = memory.read(some.cursor(), pages.orElseThrow());
        return some.book(batch, BYTE_PER_NS);
    }
}
