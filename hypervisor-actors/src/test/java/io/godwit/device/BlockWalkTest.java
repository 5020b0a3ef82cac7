package io.godwit.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Numbered;
import io.godwit.device.Disk.Span;
import io.godwit.time.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// What a walk reads and what is written behind it make the disk, over random histories.
class BlockWalkTest {

    private static final long SEEDS = 100;

    @Test
    void readsEachBlockOnceUnlessItIsWrittenBehind() {
        long behindInAll = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            RandomGenerator random = Seed.of(seed).child("walk").generator();
            Map<String, HeldNumbers> disk = filled(random.nextInt(1_000));
            Map<String, HeldNumbers> copy = new TreeMap<>();
            long next = disk.values().stream().mapToLong(HeldNumbers::size).sum() + 1;
            long base = random.nextBoolean() ? 0 : random.nextLong(1L << 28);
            BlockWalk walk = new BlockWalk(BlockWalk.held(disk), base);
            long toRead = walk.leftBytes();
            assertThat(toRead).isEqualTo(base + (next - 1) * DiskQueue.BLOCK_BYTES);
            long read = 0;
            long behind = 0;
            boolean last = false;
            while (!last) {
                for (int writes = random.nextInt(20); writes > 0; writes--) {
                    Numbered what = new Numbered(random.nextBoolean() ? "a" : "b", next++, 0);
                    add(disk, what);
                    if (walk.wrote(what)) {
                        behind++;
                        assertThat(add(copy, what)).as("read before").isTrue();
                    }
                }
                Relocation.Chunk chunk = walk.next(1 + random.nextLong(1 << 20));
                read += chunk.bytes();
                BlockWalk.each(
                        chunk.blocks(), (client, number) -> assertThat(add(copy, new Numbered(client, number, 0)))
                                .as("read twice")
                                .isTrue());
                last = chunk.leftBytes() == 0;
            }
            assertThat(BlockWalk.held(copy)).as("seed " + seed).isEqualTo(BlockWalk.held(disk));
            assertThat(BlockWalk.digest(BlockWalk.held(copy))).isEqualTo(BlockWalk.digest(BlockWalk.held(disk)));
            assertThat(walk.behind()).isEqualTo(behind);
            assertThat(read).isEqualTo(base + (next - 1 - behind) * DiskQueue.BLOCK_BYTES);
            behindInAll += behind;
        }
        assertThat(behindInAll).as("blocks written behind").isGreaterThan(1_000);
    }

    @Test
    void whatComesAfterTheEndIsBehind() {
        BlockWalk walk = new BlockWalk(List.of(), 0);
        assertThat(walk.next(1)).isEqualTo(new Relocation.Chunk(List.of(), 0, 0));
        for (long number = 1; number <= 100; number++) {
            assertThat(walk.wrote(new Numbered("a", number, 0))).isTrue();
        }
    }

    /// The walk is at the place that its share of the disk says, so half of what is written at half time is behind.
    @Test
    void halfWayThroughHalfOfAllWritesAreBehind() {
        BlockWalk walk = new BlockWalk(List.of(), 1L << 30);
        walk.next(1L << 29);
        long behind = 0;
        for (long number = 1; number <= 10_000; number++) {
            behind += walk.wrote(new Numbered("a", number, 0)) ? 1 : 0;
        }
        assertThat(behind).as("4 standard deviations").isBetween(4_800L, 5_200L);
    }

    @Test
    void aDigestKnowsWhoWroteWhat() {
        var held = new ArrayList<Long>();
        held.add(BlockWalk.digest(List.of(new Held("a", 2, List.of()))));
        held.add(BlockWalk.digest(List.of(new Held("a", 1, List.of()), new Held("b", 1, List.of()))));
        held.add(BlockWalk.digest(List.of(new Held("a", 0, Span.each(2, 3)))));
        assertThat(held).doesNotHaveDuplicates();
        assertThat(BlockWalk.digest(List.of(new Held("a", 0, Span.each(2, 1))))).isEqualTo(held.getFirst());
    }

    private static Map<String, HeldNumbers> filled(int writes) {
        Map<String, HeldNumbers> disk = new TreeMap<>();
        for (long number = 1; number <= writes; number++) {
            add(disk, new Numbered("a", number, 0));
        }
        return disk;
    }

    private static boolean add(Map<String, HeldNumbers> to, Numbered what) {
        return to.computeIfAbsent(what.client(), _ -> new HeldNumbers()).add(what.number());
    }
}
