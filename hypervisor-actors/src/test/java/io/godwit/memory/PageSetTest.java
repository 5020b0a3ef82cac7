package io.godwit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PageSetTest {

    @Test
    void hasExactlyTheMarkedPagesInAscendingOrder() {
        for (long seed = 1; seed <= 40; seed++) {
            var random = new SplittableRandom(seed);
            int chunks = 1 + random.nextInt(20);
            long pages = (long) chunks * PageChunk.PAGES;
            var log = new DirtyLog.Open(chunks);
            var expected = new TreeSet<Long>();
            for (int i = random.nextInt(5000); i >= 0; i--) {
                long page = random.nextBoolean() ? random.nextLong(pages) : random.nextLong(Math.min(pages, 70));
                log.mark(page);
                expected.add(page);
            }
            PageSet set = log.take();
            assertThat(toList(set, 1 + random.nextInt(300))).as("seed %d", seed).containsExactlyElementsOf(expected);
            for (long page = 0; page < pages; page += 7) {
                assertThat(set.contains(page))
                        .as("seed %d, page %d", seed, page)
                        .isEqualTo(expected.contains(page));
            }
        }
    }

    @Test
    void unitesWithAnotherAndLeavesBothAsTheyWere() {
        for (long seed = 1; seed <= 40; seed++) {
            var random = new SplittableRandom(seed);
            var one = new TreeSet<Long>();
            var other = new TreeSet<Long>();
            PageSet first = draw(random, one);
            PageSet second = draw(random, other);
            var both = new TreeSet<>(one);
            both.addAll(other);
            PageSet united = first.union(second);
            assertThat(united.size()).as("seed %d", seed).isEqualTo(both.size());
            assertThat(toList(united, 100)).as("seed %d", seed).containsExactlyElementsOf(both);
            assertThat(toList(first, 100)).as("seed %d", seed).containsExactlyElementsOf(one);
            assertThat(toList(second, 100)).as("seed %d", seed).containsExactlyElementsOf(other);
        }
    }

    private static PageSet draw(SplittableRandom random, Set<Long> pages) {
        int chunks = 1 + random.nextInt(5);
        var log = new DirtyLog.Open(chunks);
        for (int i = random.nextInt(200); i > 0; i--) {
            long page = random.nextLong((long) chunks * PageChunk.PAGES);
            log.mark(page);
            pages.add(page);
        }
        return log.take();
    }

    @Test
    void isWalkedByManyAtOnceAndNeverChanges() {
        var log = new DirtyLog.Open(2);
        log.mark(5);
        log.mark(4096);
        PageSet set = log.take();
        PageCursor first = set.cursor();
        assertThat(first.next(new long[1])).isEqualTo(1);
        log.mark(6);
        assertThat(toList(set, 8)).containsExactly(5L, 4096L);
        assertThat(first.remaining()).isEqualTo(1);
        assertThat(toList(log.take(), 8)).containsExactly(6L);
    }

    @Test
    void hasNoPageBeyondItsBitmap() {
        assertThat(PageSet.empty().contains(0)).isFalse();
        assertThat(PageSet.empty().cursor().next(new long[3])).isZero();
    }

    static List<Long> toList(PageSet set, int batch) {
        List<Long> pages = new ArrayList<>();
        PageCursor cursor = set.cursor();
        long[] buffer = new long[batch];
        for (int count = cursor.next(buffer); count > 0; count = cursor.next(buffer)) {
            for (int i = 0; i < count; i++) {
                pages.add(buffer[i]);
            }
        }
        return pages;
    }
}
