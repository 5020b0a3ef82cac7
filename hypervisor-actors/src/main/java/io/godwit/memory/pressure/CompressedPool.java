package io.godwit.memory.pressure;

import io.godwit.memory.pressure.MemoryCosts.Compression;

/// The part of a host's memory where pages are kept compressed. A page goes into a slot of half or a quarter of a
/// frame; one that doesn't fit half a frame isn't kept compressed, and one whose bytes are all equal takes no slot at
/// all.
///
/// How well a page compresses depends on its content alone, in the shares that the settings say.
///
/// *Not modelled*: which slots of a frame are taken: frames are as many as the bytes of all slots fill.
final class CompressedPool {

    private static final int PERMILLE = 1_000;

    /// Of a frame, in quarters: those of pages that compress to a quarter, and to half.
    private static final int QUARTER = 1;
    private static final int HALF = 2;
    private static final int WHOLE = 4;

    private final Compression settings;
    private final long framesAtMost;
    private long quarters;
    private long pages;
    private long compressions;

    /// @param framesAtMost how large it may become
    CompressedPool(Compression settings, long framesAtMost) {
        this.settings = settings;
        this.framesAtMost = framesAtMost;
    }

    long frames() {
        return Math.ceilDiv(quarters, WHOLE);
    }

    long pages() {
        return pages;
    }

    boolean takes(long content) {
        int more = quarters(content);
        return more < WHOLE && Math.ceilDiv(quarters + more, WHOLE) <= framesAtMost;
    }

    void add(long content) {
        quarters += quarters(content);
        pages++;
        compressions++;
    }

    /// The CPU time of compressing what was added since this was last asked, in nanoseconds.
    long takeWorkNs() {
        long workNs = compressions * settings.compress().toNanos();
        compressions = 0;
        return workNs;
    }

    void remove(long content) {
        quarters -= quarters(content);
        pages--;
    }

    private int quarters(long content) {
        if (content == 0) {
            return 0;
        }
        long kind = Math.unsignedMultiplyHigh(content * 0xD1B5_4A32_D192_ED03L, PERMILLE);
        if (kind < settings.toAQuarterPermille()) {
            return QUARTER;
        }
        return kind < settings.toAQuarterPermille() + settings.toHalfPermille() ? HALF : WHOLE;
    }
}
