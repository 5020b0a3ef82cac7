package io.godwit.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.device.Disk.Basis;
import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Numbered;
import io.godwit.device.Disk.Span;
import io.godwit.device.FencedBlocks.Accepted;
import io.godwit.device.FencedBlocks.Refused;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.time.Seed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FencedBlocksTest {

    private static final VmId VM = new VmId("db-1");
    private static final VmId CLONE = new VmId("db-2");
    private static final CopyId COPY = new CopyId("db-1.1");

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
    void nothingOlderWritesToADiskThatWasDiscardedInALaterEpoch() {
        blocks.open(VM, 2);
        write(2, 1);
        blocks.discard(VM, 3);
        assertThat(write(2, 2)).isEqualTo(new Refused(3));
        assertThat(blocks.held(VM)).isEmpty();
        assertThat(blocks.blocks()).isZero();
    }

    @Test
    void whatDisksAndCopiesHaveInCommonIsKeptOnce() {
        blocks.open(VM, 1);
        write(1, 1);
        write(1, 2);
        blocks.freeze(VM, 1, COPY);
        blocks.open(CLONE, 1, Optional.of(new Basis(1, COPY)));
        assertThat(blocks.blocks()).isEqualTo(2);
        write(1, 5);
        blocks.write(CLONE, 1, new Numbered("d", 1, 0));
        assertThat(blocks.blocks()).isEqualTo(4);
        blocks.discard(VM, 2);
        assertThat(blocks.blocks())
                .as("the clone and the copy have the first two")
                .isEqualTo(3);
        blocks.drop(COPY);
        assertThat(blocks.blocks()).as("the clone keeps what it has").isEqualTo(3);
        blocks.discard(CLONE, 2);
        assertThat(blocks.blocks()).isZero();
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
        restored.restore(VM, blocks.kept(VM));
        assertThat(restored.vms()).containsExactly(VM);
        assertThat(restored.floor(VM)).isEqualTo(3);
        assertThat(restored.holds(VM, new Numbered("c", 4, 0))).isTrue();
        assertThat(restored.holds(VM, new Numbered("c", 2, 0))).isFalse();
        restored.write(VM, 3, new Numbered("c", 2, 0));
        assertThat(restored.held(VM)).containsExactly(new Held("c", 2, Span.each(4)));
        assertThat(blocks.held(VM)).containsExactly(new Held("c", 1, Span.each(4)));
    }

    @Test
    void aDiskThatCameBackIsNotTakenAwayByAnOlderLeave() {
        blocks.open(VM, 7);
        blocks.write(VM, 7, new Numbered("client", 1, 1));
        blocks.leave(VM, 8);
        assertThat(blocks.held(VM)).isEmpty();
        assertThat(blocks.floor(VM)).isEqualTo(8);

        blocks.open(VM, 9);
        blocks.write(VM, 9, new Numbered("client", 1, 1));
        blocks.leave(VM, 8);
        assertThat(blocks.held(VM)).containsExactly(new Held("client", 1, List.of()));
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

    @Test
    void aCopyHoldsWhatTheDiskHeldThenAndNeitherSeesWhatTheOtherWrites() {
        blocks.open(VM, 1);
        write(1, 1);
        blocks.freeze(VM, 1, COPY);
        write(1, 2);
        blocks.open(CLONE, 1, Optional.of(new Basis(1, COPY)));
        blocks.write(CLONE, 1, new Numbered("c", 7, 0));
        assertThat(blocks.held(COPY)).containsExactly(new Held("c", 1, List.of()));
        assertThat(blocks.held(VM)).containsExactly(new Held("c", 2, List.of()));
        assertThat(blocks.held(CLONE)).containsExactly(new Held("c", 1, Span.each(7)));
    }

    @Test
    void aDiskStartsFromACopyOnceForEachRevision() {
        blocks.open(VM, 1);
        write(1, 1);
        blocks.freeze(VM, 1, COPY);
        write(1, 2);
        Optional<Basis> back = Optional.of(new Basis(1, COPY));
        assertThat(blocks.open(VM, 2, back)).isEqualTo(new Accepted(List.of(new Held("c", 1, List.of()))));
        assertThat(blocks.untouchedSince(VM)).contains(COPY);
        write(2, 5);
        assertThat(blocks.untouchedSince(VM)).isEmpty();
        assertThat(blocks.open(VM, 3, back)).isEqualTo(new Accepted(List.of(new Held("c", 1, Span.each(5)))));
    }

    @Test
    void anOldEpochNeitherFreezesNorStartsFromACopy() {
        blocks.open(VM, 1);
        blocks.freeze(VM, 1, COPY);
        blocks.open(VM, 3);
        assertThat(blocks.freeze(VM, 2, new CopyId("late"))).isEqualTo(new Refused(3));
        assertThat(blocks.open(VM, 2, Optional.of(new Basis(1, COPY)))).isEqualTo(new Refused(3));
        assertThat(blocks.hasCopy(new CopyId("late"))).isFalse();
    }

    @Test
    void aDroppedCopyNeverComesBackAndWhoStartedFromItKeepsItsDisk() {
        blocks.open(VM, 1);
        write(1, 1);
        blocks.freeze(VM, 1, COPY);
        blocks.open(CLONE, 1, Optional.of(new Basis(1, COPY)));
        blocks.drop(COPY);
        blocks.discard(VM, 1);
        assertThat(blocks.held(CLONE)).containsExactly(new Held("c", 1, List.of()));
        assertThat(blocks.freeze(VM, 1, COPY)).isEqualTo(new FencedBlocks.Absent());
        assertThat(blocks.open(VM, 2, Optional.of(new Basis(1, COPY)))).isEqualTo(new FencedBlocks.Absent());
        assertThat(blocks.floor(VM)).as("nothing changed").isEqualTo(1);
    }

    @Test
    void copiesOfRandomHistoriesNeverChange() {
        for (int seed = 0; seed < 200; seed++) {
            var random = Seed.of(seed).generator();
            FencedBlocks disk = new FencedBlocks();
            List<VmId> vms = List.of(VM, CLONE, new VmId("db-3"));
            Map<CopyId, List<Held>> frozen = new TreeMap<>();
            Map<VmId, SortedSet<Long>> expected = new TreeMap<>();
            Map<CopyId, SortedSet<Long>> kept = new TreeMap<>();
            vms.forEach(vm -> expected.put(vm, new TreeSet<>()));
            for (int step = 1; step <= 120; step++) {
                VmId vm = vms.get(random.nextInt(vms.size()));
                switch (random.nextInt(4)) {
                    case 0 -> {
                        CopyId copy = new CopyId("copy-" + step);
                        disk.freeze(vm, 0, copy);
                        frozen.put(copy, disk.held(copy));
                        kept.put(copy, new TreeSet<>(expected.get(vm)));
                    }
                    case 1 -> {
                        if (!kept.isEmpty()) {
                            CopyId copy = List.copyOf(kept.keySet()).get(random.nextInt(kept.size()));
                            disk.open(vm, 0, Optional.of(new Basis(step, copy)));
                            expected.put(vm, new TreeSet<>(kept.get(copy)));
                        }
                    }
                    default -> {
                        long number = 1 + random.nextLong(30);
                        disk.write(vm, 0, new Numbered("c", number, 0));
                        expected.get(vm).add(number);
                    }
                }
            }
            assertHolds(disk, expected, seed);
            frozen.forEach((copy, held) -> assertThat(disk.held(copy)).isEqualTo(held));
        }
    }

    private static void assertHolds(FencedBlocks disk, Map<VmId, SortedSet<Long>> expected, int seed) {
        expected.forEach((vm, numbers) -> {
            for (long number = 1; number <= 30; number++) {
                assertThat(disk.holds(vm, new Numbered("c", number, 0)))
                        .as("seed %s %s %s", seed, vm, number)
                        .isEqualTo(numbers.contains(number));
            }
        });
    }

    private FencedBlocks.Verdict write(long epoch, long number) {
        return blocks.write(VM, epoch, new Numbered("c", number, 99));
    }
}
