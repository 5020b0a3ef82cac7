package io.godwit.memory;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;

/// How the host maps a guest's memory: as large as the guest asked for at first, and smaller wherever a part is to be
/// treated on its own. A large mapping is split before one of its pages is shared or taken back: a huge one into 512
/// large ones, a large one into 512 pages. While a log of writes is open, all are split; when it ends, those that
/// nothing else split are joined again.
///
/// What is in a mapping of more than a page is in frames of the guest's own from the start, as hypervisors back large
/// pages at once. What does not fill a mapping, or found no room in frames, is mapped by smaller ones.
///
/// Sources: VMware's KB 1021095 and 1021896 (large pages are backed as a whole, not shared, and broken to share,
/// balloon or swap); Linux's `kvm.eager_page_split` (all are split when a log is opened), its default.
///
/// Costs nothing but itself until the first split, and then a bit for each mapping. Mutable, the hypervisor's own.
///
/// *Not modelled*: joining small mappings to large ones again, but for those that were split for a log; a search for
/// frames that lie side by side; what a split itself takes.
public final class Mappings {

    private static final int LARGE_IN_HUGE = (int) (MappingSize.HUGE.pages() / MappingSize.LARGE.pages());

    private final long pages;
    private final MappingSize asked;
    private final int fullHuge;
    private final int fullLarge;
    private final BitSet splitHuge = new BitSet(0);
    private final BitSet splitLarge = new BitSet(0);
    private final Map<Cause, Long> splits = new EnumMap<>(Cause.class);
    private boolean isLogged;

    /// What a large mapping is split for.
    public enum Cause {
        /// One of its pages equals another.
        SHARING,
        /// The guest gave one of its pages to its balloon.
        BALLOONING,
        COMPRESSION,
        SWAP,
        /// A migration wants to know which pages are written.
        LOGGING
    }

    /// @param asked by which size it is mapped as far as it goes
    public Mappings(long pages, MappingSize asked) {
        this(pages, asked, pages);
    }

    /// @param room how many frames may be taken for large mappings
    public Mappings(long pages, MappingSize asked, long room) {
        long mapped = Math.clamp(room, 0, pages);
        this.pages = pages;
        this.asked = asked;
        this.fullHuge = asked == MappingSize.HUGE ? (int) (mapped / MappingSize.HUGE.pages()) : 0;
        this.fullLarge = asked == MappingSize.SMALL ? 0 : (int) (mapped / MappingSize.LARGE.pages());
    }

    public MappingSize asked() {
        return asked;
    }

    /// How many pages, from the first, were in mappings of more than a page at the start.
    public long backedPages() {
        return fullLarge * MappingSize.LARGE.pages();
    }

    /// Whether the page is in a mapping of more than a page that nothing but a log has split.
    public boolean isWhole(long page) {
        return page < backedPages() && !splitLarge.get((int) (page / MappingSize.LARGE.pages()));
    }

    /// The page is to be treated on its own from now on.
    public void split(long page, Cause cause) {
        if (page < backedPages()) {
            int large = (int) (page / MappingSize.LARGE.pages());
            int huge = large / LARGE_IN_HUGE;
            count(cause, !splitLarge.get(large));
            splitLarge.set(large);
            if (huge < fullHuge) {
                count(cause, !splitHuge.get(huge));
                splitHuge.set(huge);
            }
        }
    }

    private void count(Cause cause, boolean isNew) {
        if (isNew && !isLogged) { // for a log, all are split already
            splits.merge(cause, 1L, Long::sum);
        }
    }

    /// Each page is treated on its own until the log is closed.
    public void logOpened() {
        if (!isLogged) {
            long whole = (long) fullHuge - splitHuge.cardinality() + fullLarge - splitLarge.cardinality();
            splits.merge(Cause.LOGGING, whole, Long::sum);
            isLogged = true;
        }
    }

    /// What was split for the log alone is joined again.
    public void logClosed() {
        isLogged = false;
    }

    /// How many mappings were split for this: a huge one counts once more for each of its large ones that are split.
    public long splits(Cause cause) {
        return splits.getOrDefault(cause, 0L);
    }

    public MappingMix mix() {
        if (isLogged) {
            return MappingMix.allSmall(pages);
        }
        long hugePages = (fullHuge - splitHuge.cardinality()) * MappingSize.HUGE.pages();
        long unsplitPages = (fullLarge - splitLarge.cardinality()) * MappingSize.LARGE.pages();
        return new MappingMix(pages - unsplitPages, unsplitPages - hugePages, hugePages);
    }
}
