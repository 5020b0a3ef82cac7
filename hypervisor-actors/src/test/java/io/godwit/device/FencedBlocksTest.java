package io.godwit.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Numbered;
import io.godwit.device.FencedBlocks.Accepted;
import io.godwit.device.FencedBlocks.Refused;
import io.godwit.identity.VmId;
import io.godwit.time.Seed;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FencedBlocksTest {

    private static final VmId VM = new VmId("db-1");

    private final FencedBlocks blocks = new FencedBlocks();

    @Test
    void refusesWritesBelowTheFloorThatAnOpenRaised() {
        blocks.open(VM, 3);
        assertThat(write(3, 1)).isInstanceOf(Accepted.class);
        assertThat(blocks.open(VM, 4)).isEqualTo(new Accepted(List.of(new Held("c", 1, List.of()))));
        assertThat(write(3, 2)).isEqualTo(new Refused(4));
        assertThat(write(4, 2)).isInstanceOf(Accepted.class);
        assertThat(blocks.held(VM)).containsExactly(new Held("c", 2, List.of()));
    }

    @Test
    void refusesAnOpenBelowTheFloorAndKeepsIt() {
        blocks.open(VM, 7);
        assertThat(blocks.open(VM, 6)).isEqualTo(new Refused(7));
        assertThat(blocks.floor(VM)).isEqualTo(7);
    }

    @Test
    void keepsTheFloorOfADiscardedDiskButNothingElse() {
        blocks.open(VM, 2);
        write(2, 1);
        assertThat(blocks.discard(VM, 1)).isEqualTo(new Refused(2));
        blocks.discard(VM, 2);
        assertThat(blocks.held(VM)).isEmpty();
        assertThat(blocks.open(VM, 1)).isEqualTo(new Refused(2));
    }

    @Test
    void aRepeatedWriteIsHeldOnce() {
        blocks.open(VM, 1);
        write(1, 1);
        write(1, 1);
        assertThat(blocks.held(VM)).containsExactly(new Held("c", 1, List.of()));
    }

    @Test
    void whatIsRestoredIsAsItWasAndGoesOn() {
        blocks.open(VM, 3);
        write(3, 1);
        write(3, 4);
        FencedBlocks restored = new FencedBlocks();
        restored.open(VM, 9);
        restored.restore(VM, blocks.floor(VM), blocks.held(VM));
        assertThat(restored.vms()).containsExactly(VM);
        assertThat(restored.floor(VM)).isEqualTo(3);
        assertThat(restored.holds(VM, new Numbered("c", 4, 0))).isTrue();
        assertThat(restored.holds(VM, new Numbered("c", 2, 0))).isFalse();
        restored.write(VM, 3, new Numbered("c", 2, 0));
        assertThat(restored.held(VM)).containsExactly(new Held("c", 2, List.of(4L)));
        assertThat(blocks.held(VM)).containsExactly(new Held("c", 1, List.of(4L)));
    }

    @Test
    void askingAboutAVmThatNeverOpenedLeavesNoTrace() {
        assertThat(blocks.held(VM)).isEmpty();
        assertThat(blocks.floor(VM)).isZero();
        assertThat(blocks.holds(VM, new Numbered("c", 1, 0))).isFalse();
        assertThat(blocks.vms()).isEmpty();
    }

    @Test
    void heldNumbersAreThoseThatWereAddedInWhateverOrder() {
        for (int seed = 0; seed < 200; seed++) {
            var random = Seed.of(seed).generator();
            SortedSet<Long> expected = new TreeSet<>();
            HeldNumbers numbers = new HeldNumbers();
            for (int i = 0; i < 60; i++) {
                long number = 1 + random.nextLong(40);
                assertThat(numbers.add(number)).as("seed %s", seed).isEqualTo(expected.add(number));
            }
            Held held = numbers.asHeld("c");
            assertThat(HeldNumbers.of(held).size()).as("seed %s", seed).isEqualTo(expected.size());
            for (long number = 1; number <= 41; number++) {
                assertThat(HeldNumbers.of(held).contains(number))
                        .as("seed %s number %s", seed, number)
                        .isEqualTo(expected.contains(number));
            }
        }
    }

    private FencedBlocks.Verdict write(long epoch, long number) {
        return blocks.write(VM, epoch, new Numbered("c", number, 99));
    }
}
