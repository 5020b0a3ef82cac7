package io.godwit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.image.Image;
import io.godwit.image.ImageSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressSpaceTest {

    private static final Image IMAGE = Image.of(new ImageSpec("debian", 9_000, 0.4));
    private static final long PAGES = 10_001; // two chunks and a part, and a part beyond the image

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void holdsWhatWasWrittenThroughCopiesOfCopies(long seed) {
        var random = new SplittableRandom(seed);
        List<Guest> guests = new ArrayList<>(List.of(Guest.over(IMAGE, PAGES)));
        for (int step = 0; step < 150; step++) {
            Guest guest = guests.get(random.nextInt(guests.size()));
            switch (random.nextInt(8)) {
                case 0 -> {
                    if (guests.size() < 6) {
                        guests.add(guest.copy());
                    }
                }
                case 1 -> guest.toggleDirtyLog();
                case 2 -> guest.assertDirtyIsWhatWasWritten();
                default -> guest.burst(random);
            }
        }
        guests.forEach(Guest::assertDirtyIsWhatWasWritten);
        guests.forEach(Guest::assertHoldsWhatWasWritten);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void arrivesWholeWhenMovedInBatchesWhileItIsWritten(long seed) {
        var random = new SplittableRandom(seed);
        Guest source = Guest.over(IMAGE, PAGES);
        AddressSpace target = AddressSpace.over(IMAGE, PAGES);
        AddressSpace unlike = AddressSpace.over(Image.blank(), PAGES);
        source.burst(random);
        source.space.openDirtyLog();
        PageCursor pages = source.space.allPages();
        for (int round = 0; round < 8; round++) {
            while (pages.remaining() > 0) {
                PageBatch batch = source.space.read(pages, 1 + random.nextInt(2000));
                target.write(batch);
                unlike.write(batch);
                if (round < 7) {
                    source.burst(random);
                }
            }
            pages = source.space.takeDirty().cursor();
        }
        assertThat(pages.remaining()).isZero();
        source.assertHoldsWhatWasWritten();
        assertThat(target.digest()).isEqualTo(source.space.digest());
        assertThat(unlike.digest()).isEqualTo(source.space.digest());
        for (long page = 0; page < PAGES; page++) {
            assertThat(target.content(page)).isEqualTo(source.expectedContent(page));
            assertThat(unlike.content(page)).isEqualTo(source.expectedContent(page));
        }
    }

    @Test
    void staysSparseWhenItReceivesWhatItsImageHas() {
        Guest source = Guest.over(IMAGE, PAGES);
        source.write(3, 42);
        source.write(4, IMAGE.content(4));
        source.write(9_999, 43);
        AddressSpace target = AddressSpace.over(IMAGE, PAGES);
        target.write(source.space.read(source.space.allPages(), PageBatch.MAX_PAGES));
        assertThat(target.use().privatePages()).isEqualTo(2);
        assertThat(target.digest()).isEqualTo(source.space.digest());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void hasADigestThatForgetsTheOrderOfWrites(long seed) {
        var random = new SplittableRandom(seed);
        AddressSpace forwards = AddressSpace.over(IMAGE, PAGES);
        AddressSpace backwards = AddressSpace.over(IMAGE, PAGES);
        long[] contents = random.longs(PAGES).toArray();
        for (int page = 0; page < PAGES; page++) {
            forwards.write(page, contents[page]);
        }
        assertThat(backwards.digest()).isNotEqualTo(forwards.digest());
        for (int page = (int) PAGES - 1; page >= 0; page--) {
            backwards.write(page, random.nextLong());
            backwards.write(page, contents[page]);
        }
        assertThat(backwards.digest()).isEqualTo(forwards.digest());
    }

    @Test
    void hasAnotherDigestWhenPagesAreSwappedLostOrAdded() {
        AddressSpace space = AddressSpace.over(Image.blank(), PAGES);
        space.write(1, 100);
        space.write(2, 200);
        AddressSpace swapped = AddressSpace.over(Image.blank(), PAGES);
        swapped.write(1, 200);
        swapped.write(2, 100);
        AddressSpace lost = space.copy();
        lost.write(2, 0);
        AddressSpace larger = AddressSpace.over(Image.blank(), PAGES + 1);
        larger.write(1, 100);
        larger.write(2, 200);
        assertThat(List.of(space.digest(), swapped.digest(), lost.digest(), larger.digest()))
                .doesNotHaveDuplicates();
    }

    @Test
    void isWrittenAtBothEndsOfSixteenTebibytes() {
        long pages = 1L << 32;
        AddressSpace space = AddressSpace.over(IMAGE, pages);
        space.openDirtyLog();
        space.write(pages - 1, 7);
        space.write(0, 8);
        AddressSpace copy = space.copy();
        copy.write(pages - 1, 9);
        assertThat(space.content(pages - 1)).isEqualTo(7);
        assertThat(copy.content(pages - 1)).isEqualTo(9);
        assertThat(copy.content(0)).isEqualTo(8);
        assertThat(PageSetTest.toList(space.takeDirty(), 10)).containsExactly(0L, pages - 1);
    }

    @Test
    void refusesPagesItDoesNotHave() {
        AddressSpace space = AddressSpace.over(IMAGE, PAGES);
        assertThatThrownBy(() -> space.content(PAGES)).hasMessage("page 10001 of 10001");
        assertThatThrownBy(() -> space.write(-1, 5)).isInstanceOf(IndexOutOfBoundsException.class);
        var stray = new PageBatch(new long[] {1, PAGES}, new long[] {5, 5});
        assertThat(stray.fits(PAGES)).isFalse();
        assertThatThrownBy(() -> space.write(stray)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> AddressSpace.over(IMAGE, 8_999)).hasMessageContaining("8999 pages");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void endsUpTheSameWhenWritesAreGathered(long seed) {
        var random = new SplittableRandom(seed);
        long pages = seed % 2 == 0 ? PAGES : 1L << 28; // of the many, some chunks share a bucket
        long spread = seed < 3 ? 400 : pages;
        AddressSpace oneByOne = AddressSpace.over(IMAGE, pages);
        AddressSpace gathered = AddressSpace.over(IMAGE, pages);
        for (int writes : new int[] {3, 20_000, 4_096, 140_000}) {
            oneByOne.openDirtyLog();
            gathered.openDirtyLog();
            PageWriter writer = gathered.writer(writes);
            for (int i = 0; i < writes; i++) {
                long page = random.nextLong(spread);
                long content = random.nextInt(5);
                oneByOne.write(page, content);
                writer.write(page, content);
            }
            writer.flush();
            assertThat(gathered.digest()).isEqualTo(oneByOne.digest());
            assertThat(gathered.use()).isEqualTo(oneByOne.use());
            assertThat(gathered.zeroPages()).isEqualTo(oneByOne.zeroPages());
            List<Long> dirty = PageSetTest.toList(oneByOne.takeDirty(), 1_000);
            assertThat(PageSetTest.toList(gathered.takeDirty(), 1_000)).isEqualTo(dirty);
            assertThat(dirty).allMatch(page -> gathered.content(page) == oneByOne.content(page));
            oneByOne.closeDirtyLog();
            gathered.closeDirtyLog();
        }
    }

    @Test
    void refusesAGatheredWriteToAPageItDoesNotHave() {
        PageWriter writer = AddressSpace.over(IMAGE, PAGES).writer(10_000);
        assertThatThrownBy(() -> writer.write(PAGES, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void keepsADirtyLogOnlyBetweenOpeningAndClosing() {
        AddressSpace space = AddressSpace.over(IMAGE, PAGES);
        assertThatThrownBy(space::takeDirty).hasMessage("the dirty log is closed");
        space.write(1, 1);
        space.openDirtyLog();
        assertThatThrownBy(space::openDirtyLog).hasMessage("the dirty log is open already");
        assertThat(space.takeDirty().isEmpty()).isTrue();
        space.write(2, 1);
        assertThatThrownBy(space.copy()::takeDirty).hasMessage("the dirty log is closed");
        space.closeDirtyLog();
        space.openDirtyLog();
        assertThat(space.takeDirty().isEmpty()).isTrue();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void keepsWhatWasWrittenWhateverItsSize(long seed) {
        var random = new SplittableRandom(seed);
        AddressSpace space = AddressSpace.over(IMAGE, PAGES);
        Map<Long, Long> written = new TreeMap<>();
        for (int step = 0; step < 100; step++) {
            for (int write = random.nextInt(1 << random.nextInt(10)); write > 0; write--) {
                long page = random.nextLong(space.pages());
                written.put(page, random.nextLong());
                space.write(page, written.get(page));
            }
            long used = Math.max(
                    IMAGE.spec().pages(),
                    written.keySet().stream().mapToLong(page -> page + 1).max().orElse(0));
            assertThat(space.usedPages()).isEqualTo(used);
            assertThatThrownBy(() -> space.resize(used - 1)).isInstanceOf(IllegalArgumentException.class);
            space.resize(used + random.nextLong(20_000));
            AddressSpace fresh = AddressSpace.over(IMAGE, space.pages());
            written.forEach(fresh::write);
            assertThat(space.digest()).as("of equally many pages").isEqualTo(fresh.digest());
        }
        written.forEach((page, content) -> assertThat(space.content(page)).isEqualTo(content));
    }

    @Test
    void isNotResizedWhileSomebodyReadsItsDirtyLog() {
        AddressSpace space = AddressSpace.over(IMAGE, PAGES);
        space.openDirtyLog();
        assertThatThrownBy(() -> space.resize(PAGES + 1)).isInstanceOf(IllegalStateException.class);
    }
}
