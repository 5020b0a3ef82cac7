package io.godwit.memory;

import java.util.BitSet;

/// How the host maps a guest's memory: as large as the guest asked for at first, and smaller wherever a part is to be
/// treated on its own. A large mapping is split before one of its pages is shared, logged as written or taken back: a
/// huge one into 512 large ones, a large one into 512 pages. What does not fill a mapping is mapped by smaller ones.
///
/// Costs nothing but itself until the first split, and then a bit for each mapping. Mutable, the hypervisor's own.
///
/// *Not modelled*: joining small mappings to large ones again, but for those that were split for a log when it ends.
public final class Mappings {

    private final long pages;
    private final MappingSize asked;
    private final long fullHuge;
    private final long fullLarge;
    private final BitSet splitHuge = new BitSet(0);
    private final BitSet splitLarge = new BitSet(0);
    private final BitSet forLogOnly = new BitSet(0);

    /// @param asked by which size it is mapped as far as it goes
    public Mappings(long pages, MappingSize asked) {
        this.pages = pages;
        this.asked = asked;
        this.fullHuge = asked == MappingSize.HUGE ? pages / MappingSize.HUGE.pages() : 0;
        this.fullLarge = asked == MappingSize.SMALL ? 0 : pages / MappingSize.LARGE.pages();
    }

    public MappingSize asked() {
        return asked;
    }

    /// The page is to be treated on its own from now on.
    public void split(long page) {
        int large = largeOf(page);
        if (isWithin(large)) {
            splitLarge(large);
            forLogOnly.clear(large);
        }
    }

    /// The pages were written while a log was open, which marks pages one by one.
    public void splitForLog(PageSet written) {
        if (fullLarge == 0) {
            return;
        }
        PageCursor cursor = written.cursor();
        long[] some = new long[(int) Math.min(1024, written.size())];
        while (cursor.remaining() > 0) {
            int count = cursor.next(some);
            for (int i = 0; i < count; i++) {
                int large = largeOf(some[i]);
                if (isWithin(large) && !splitLarge.get(large)) {
                    splitLarge(large);
                    forLogOnly.set(large);
                }
            }
        }
    }

    /// The log is closed: what was split for it alone is joined again.
    public void logClosed() {
        splitLarge.andNot(forLogOnly);
        forLogOnly.clear();
        for (int huge = splitHuge.nextSetBit(0); huge >= 0; huge = splitHuge.nextSetBit(huge + 1)) {
            int first = (int) (huge * LARGE_IN_HUGE);
            int split = splitLarge.nextSetBit(first);
            if (split < 0 || split >= first + LARGE_IN_HUGE) {
                splitHuge.clear(huge);
            }
        }
    }

    public MappingMix mix() {
        long hugePages = (fullHuge - splitHuge.cardinality()) * MappingSize.HUGE.pages();
        long smallPages =
                pages - fullLarge * MappingSize.LARGE.pages() + splitLarge.cardinality() * MappingSize.LARGE.pages();
        return new MappingMix(smallPages, pages - smallPages - hugePages, hugePages);
    }

    private void splitLarge(int large) {
        splitLarge.set(large);
        int huge = (int) (large / LARGE_IN_HUGE);
        if (huge < fullHuge) {
            splitHuge.set(huge);
        }
    }

    private boolean isWithin(int large) {
        return large < fullLarge;
    }

    private static int largeOf(long page) {
        return (int) (page / MappingSize.LARGE.pages());
    }

    private static final long LARGE_IN_HUGE = MappingSize.HUGE.pages() / MappingSize.LARGE.pages();
}
