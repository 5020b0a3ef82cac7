package io.godwit.memory.pressure;

import io.godwit.memory.AddressSpace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Where each page of a VM is, a byte a page, for VMs of hosts that manage memory. The bytes of 4096 neighbours are
/// made when one of them is first asked for, so that a new VM, or a clone of one, costs the same at any size: until
/// then, a page that was written is in a frame of its own.
///
/// Mutable; confined to the hypervisor's actor.
final class PagePlaces {

    private static final int SHIFT = 12;
    private static final int PAGES = 1 << SHIFT;

    /// Of a page number, its place in the states of its chunk.
    static final int INDEX = PAGES - 1;

    private final AddressSpace memory;
    private final boolean loadsImage;
    private final long backed;
    private final byte[] @Nullable [] chunks;
    private final short[] present;

    /// @param loadsImage whether it has the pages of its image in frames of its own from the start
    /// @param backed how many pages, from the first, are in frames of its own from the start
    PagePlaces(AddressSpace memory, boolean loadsImage, long backed) {
        this.memory = memory;
        this.loadsImage = loadsImage;
        this.backed = backed;
        int count = (int) ((memory.pages() + PAGES - 1) >>> SHIFT);
        this.chunks = new byte[count][];
        this.present = new short[count];
        Arrays.fill(present, (short) -1);
    }

    /// The place and who has seen it, see [Place].
    int state(long page) {
        return chunk((int) (page >>> SHIFT))[(int) page & INDEX];
    }

    /// Notes that the page was touched, and answers its place.
    int touch(long page) {
        byte[] chunk = chunk((int) (page >>> SHIFT));
        int state = chunk[(int) page & INDEX];
        chunk[(int) page & INDEX] = (byte) (state | Place.TOUCHED);
        return Place.of(state);
    }

    /// Forgets that the page was seen.
    ///
    /// @param by who saw it, see [Place]
    void forget(long page, int by) {
        chunk((int) (page >>> SHIFT))[(int) page & INDEX] &= (byte) ~by;
    }

    void put(long page, int place) {
        int index = (int) (page >>> SHIFT);
        byte[] chunk = chunk(index);
        int state = chunk[(int) page & INDEX];
        chunk[(int) page & INDEX] = (byte) Place.with(state, place);
        int change = (Place.isPresent(place) ? 1 : 0) - (Place.isPresent(Place.of(state)) ? 1 : 0);
        present[index] += (short) change;
    }

    /// The first page from here on, and before the end, that stands in a chunk with a page present, or the end.
    long skipAbsent(long page, long end) {
        long at = page;
        while (at < end) {
            int index = (int) (at >>> SHIFT);
            chunk(index);
            if (present[index] > 0) {
                return at;
            }
            at = ((long) index + 1) << SHIFT;
        }
        return end;
    }

    /// How many of these pages are in frames of their VM's own, or that equal pages share.
    long inFrames(long first, long end) {
        long count = 0;
        long page = skipAbsent(first, end);
        while (page < end) {
            byte[] states = chunkOf(page);
            long endOfChunk = Math.min(end, endOfChunk(page));
            for (; page < endOfChunk; page++) {
                int place = Place.of(states[(int) page & INDEX]);
                count += place == Place.OWN || place == Place.SHARED ? 1 : 0;
            }
            page = skipAbsent(page, end);
        }
        return count;
    }

    /// The first page of the next chunk.
    static long endOfChunk(long page) {
        return ((page >>> SHIFT) + 1) << SHIFT;
    }

    /// The states of the page's chunk, at the page's lowest bits: for whoever looks at many in a row.
    byte[] chunkOf(long page) {
        return chunk((int) (page >>> SHIFT));
    }

    private byte[] chunk(int index) {
        byte[] chunk = chunks[index];
        return chunk == null ? make(index) : chunk;
    }

    private byte[] make(int index) {
        long first = (long) index << SHIFT;
        int count = (int) Math.min(PAGES, memory.pages() - first);
        byte[] made = new byte[count];
        short owned = 0;
        for (int i = 0; i < count; i++) {
            boolean isOwn = first + i < backed
                    || memory.isPrivate(first + i)
                    || (loadsImage && memory.image().content(first + i) != 0);
            made[i] = (byte) (isOwn ? Place.OWN : Place.NONE);
            owned += (short) (isOwn ? 1 : 0);
        }
        chunks[index] = made;
        present[index] = owned;
        return made;
    }
}
