package io.godwit.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DiskQueueTest {

    private final DiskQueue queue = new DiskQueue(disk("1000/s"));

    @Test
    void anIdleDiskTakesItsServiceTimeAndItsLatency() {
        assertThat(queue.completedAtNs(0, 4096)).isEqualTo(1_000_000 + 100_000);
    }

    @Test
    void operationsOfOneInstantQueueUp() {
        queue.completedAtNs(0, 4096);
        queue.completedAtNs(0, 4096);
        assertThat(queue.completedAtNs(0, 4096)).isEqualTo(3_000_000 + 100_000);
    }

    @Test
    void aLargeOperationTakesAsLongAsTheBandwidthAsks() {
        assertThat(queue.completedAtNs(5, 1 << 20)).isEqualTo(5 + 10_000_000 + 100_000);
    }

    @Test
    void aDiskThatNeverCompletesIsRefused() {
        assertThatThrownBy(() -> disk("0/s"))
                .isInstanceOf(IllegalQuantity.class)
                .hasMessageContaining("never");
    }

    private static DiskSpec disk(String operations) {
        return new DiskSpec(
                "d", Bandwidth.parse("100MiB/s"), EventRate.parse(operations), Duration.ofNanos(100_000), "a test");
    }
}
