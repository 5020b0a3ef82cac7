package io.godwit.migration.channel;

import io.godwit.time.Seed;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// What the bytes of a page are that holds something: a fixed block of random words, each combined with what the page
/// holds by exclusive or. Pages that hold different things differ in every word, and they are made as fast as memory is
/// copied.
///
/// An instance compares, and has the memory for it: mutable, confined to a thread.
public final class PageWords {

    public static final int PAGE_BYTES = 4096;

    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long[] BLOCK = block();

    private final long[] copy = new long[BLOCK.length];

    private static long[] block() {
        Seed seed = Seed.of(PAGE_BYTES);
        long[] block = new long[PAGE_BYTES / Long.BYTES];
        for (int i = 0; i < block.length; i++) {
            block[i] = seed.number(i);
        }
        return block;
    }

    /// @param page of 4,096 bytes, which begins at a whole word
    public static void make(long content, MemorySegment page) {
        for (int i = 0; i < BLOCK.length; i++) {
            page.setAtIndex(WORD, i, BLOCK[i] ^ content);
        }
    }

    /// Looks at all words of a copy, as a loop that leaves early, or that reads the page itself, is several times as
    /// slow: the compiler makes no vectors of it.
    boolean areMadeOf(long content, MemorySegment page) {
        MemorySegment.copy(page, WORD, 0, copy, 0, copy.length);
        long odd = 0;
        for (int i = 0; i < BLOCK.length; i++) {
            odd |= copy[i] ^ BLOCK[i] ^ content;
        }
        return odd == 0;
    }
}
