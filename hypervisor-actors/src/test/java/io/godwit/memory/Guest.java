package io.godwit.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.image.Fingerprint;
import io.godwit.image.Image;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// An address space beside its naive twin: a map with each page ever written, and a set of those in the dirty log.
final class Guest {

    final AddressSpace space;
    final Map<Long, Long> written;
    private @Nullable Set<Long> dirty;

    private Guest(AddressSpace space, Map<Long, Long> written) {
        this.space = space;
        this.written = written;
    }

    static Guest over(Image image, long pages) {
        return new Guest(AddressSpace.over(image, pages), new TreeMap<>());
    }

    Guest copy() {
        return new Guest(space.copy(), new TreeMap<>(written));
    }

    void write(long page, long content) {
        space.write(page, content);
        written.put(page, content);
        if (dirty != null) {
            dirty.add(page);
        }
    }

    /// A burst of writes as guests do them: scattered, in sequence, zeroing, or the same content again.
    void burst(SplittableRandom random) {
        long start = random.nextLong(space.pages());
        int count = 1 + random.nextInt(600);
        int style = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            long scattered = random.nextLong(space.pages());
            long inSequence = (start + i) % space.pages();
            switch (style) {
                case 0 -> write(scattered, random.nextLong());
                case 1 -> write(inSequence, random.nextLong());
                case 2 -> write(inSequence, 0);
                default -> write(scattered, space.content(scattered));
            }
        }
    }

    void toggleDirtyLog() {
        if (dirty == null) {
            space.openDirtyLog();
            dirty = new TreeSet<>();
        } else {
            assertDirtyIsWhatWasWritten();
            space.closeDirtyLog();
            dirty = null;
        }
    }

    void assertDirtyIsWhatWasWritten() {
        if (dirty != null) {
            PageSet taken = space.takeDirty();
            assertThat(PageSetTest.toList(taken, 100)).isEqualTo(dirty.stream().toList());
            assertThat(taken.size()).isEqualTo(dirty.size());
            dirty.clear();
        }
    }

    long expectedContent(long page) {
        return written.getOrDefault(page, space.image().content(page));
    }

    void assertHoldsWhatWasWritten() {
        long digest = Fingerprint.ofSize(space.pages());
        long unshared = 0;
        long zeroes = 0;
        for (long page = 0; page < space.pages(); page++) {
            long expected = expectedContent(page);
            if (space.content(page) != expected) { // assertThat on each of millions of pages is slow
                assertThat(space.content(page)).as("page %d", page).isEqualTo(expected);
            }
            digest += Fingerprint.ofPage(page, expected);
            zeroes += expected == 0 ? 1 : 0;
            unshared += written.containsKey(page) && space.image().content(page) != 0 ? 1 : 0;
        }
        assertThat(space.digest()).isEqualTo(digest);
        assertThat(space.zeroPages()).isEqualTo(zeroes);
        assertThat(space.use())
                .isEqualTo(new MemoryUse(space.image().spec(), space.image().frames(), written.size(), unshared));
    }
}
