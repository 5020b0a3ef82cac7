package io.godwit.memory.pressure;

import io.godwit.identity.VmId;
import io.godwit.memory.AddressSpace;
import io.godwit.memory.Mappings;
import io.godwit.memory.MemoryUse;
import io.godwit.time.Seed;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One VM of a host that manages memory: what it may count on, where its pages are, how far its balloon is inflated,
/// and how much of what it has it uses. Its counters are [FrameLedger]'s to change.
///
/// The guest's pages are *used* (touched and not given up), *ballooned*, or free: `used + ballooned <= pages`.
final class Tenant {

    private static final int CHECKSUM_CHUNK = 1 << 12;

    private final VmId id;
    private final int number;
    private final AddressSpace memory;
    private MemoryTerms terms;
    private final Mappings mappings;
    private final boolean loadsImage;
    final PagePlaces places;
    final ClockHand hostHand;
    final ClockHand fileHand;
    final ClockHand guestHand;
    final Sample sample;

    long own;
    long shared;
    long compressed;
    long swapped;
    long givenUp;

    /// Pages that are still the image's, in frames that VMs of the image share.
    long imageShared;

    /// Whether its guest does, and with it the driver of its balloon.
    boolean runs = true;

    long ballooned;
    long balloonTarget;
    boolean isGone;

    /// Since they were last told: how long its guest was held up, and how often it found a page elsewhere.
    long stallNs;
    long swapFaults;
    long guestFaults;
    long decompressed;

    /// Below it, pages of large mappings may be there that the guest never touched.
    private long untouchedBelow;

    private int @Nullable [] @Nullable [] checksums;
    private long items;

    /// What a VM is given with its memory.
    ///
    /// @param loadsImage whether it has the pages of its image in frames of its own
    record Ground(MemoryTerms terms, Mappings mappings, boolean loadsImage) {}

    /// @param number its own on this host, never given again
    Tenant(VmId id, int number, AddressSpace memory, Ground ground) {
        this.id = id;
        this.number = number;
        this.memory = memory;
        this.terms = ground.terms();
        this.mappings = ground.mappings();
        this.untouchedBelow = mappings.backedPages();
        this.loadsImage = ground.loadsImage() || untouchedBelow > 0;
        this.places = new PagePlaces(memory, loadsImage, untouchedBelow);
        this.hostHand = new ClockHand(places, 0, memory.pages());
        this.fileHand = new ClockHand(places, terms.filesFrom(), terms.filePages());
        this.guestHand = new ClockHand(places, 0, memory.pages());
        this.sample = new Sample(places, Seed.of(number).child("sample"), memory.pages());
        MemoryUse use = memory.use();
        imageShared = loadsImage ? 0 : use.imagePages();
        own = use.privatePages() + (loadsImage ? use.imagePages() : 0);
        for (long page = 0; page < untouchedBelow; page++) {
            own += isUntouched(page) ? 1 : 0;
        }
    }

    VmId id() {
        return id;
    }

    int number() {
        return number;
    }

    AddressSpace memory() {
        return memory;
    }

    MemoryTerms terms() {
        return terms;
    }

    /// It counts on something else from now on. Its balloon lets go of what it may not have any more.
    void become(MemoryTerms next) {
        terms = next;
        long most = terms.pinned() ? 0 : pages() - Math.min(pages(), terms.floorPages());
        ballooned = Math.min(ballooned, most);
        balloonTarget = Math.min(balloonTarget, most);
    }

    Mappings mappings() {
        return mappings;
    }

    long pages() {
        return memory.pages();
    }

    /// Pages that it finds in frames.
    long held() {
        return own + shared + imageShared;
    }

    /// Pages that the guest uses.
    long used() {
        return held() + compressed + swapped;
    }

    long freePages() {
        return pages() - used() - ballooned;
    }

    /// Whether the page is in a frame of its image that VMs share.
    boolean isImageShared(long page) {
        return !loadsImage && memory.image().content(page) != 0;
    }

    /// Whether it has this from its image still, in a frame that VMs share.
    boolean findsInItsImage(long page, long content) {
        return isImageShared(page) && memory.isImages(page, content) && Place.of(places.state(page)) == Place.NONE;
    }

    /// A page in a frame of its own or a shared one that its guest never touched, as it came with a large mapping, the
    /// last first. None is found twice.
    OptionalLong takeUntouched() {
        while (untouchedBelow > 0) {
            untouchedBelow--;
            if (Place.isPresent(Place.of(places.state(untouchedBelow))) && isUntouched(untouchedBelow)) {
                return OptionalLong.of(untouchedBelow);
            }
        }
        return OptionalLong.empty();
    }

    private boolean isUntouched(long page) {
        return !memory.isPrivate(page) && memory.image().content(page) == 0;
    }

    /// Whether the host may take a page from it.
    boolean canBeEvicted() {
        return own > 0 && !terms.pinned() && held() > terms.reservationPages();
    }

    MemoryUse use() {
        if (loadsImage || isGone) {
            return MemoryUse.ofPrivate(own);
        }
        long unshared = memory.image().frames() - imageShared;
        long elsewhere = shared + compressed + swapped + givenUp;
        return new MemoryUse(
                memory.image().spec(), memory.image().frames(), own + elsewhere, unshared, elsewhere, List.of());
    }

    /// Whether the page holds what it held when this was last asked; the first time, it doesn't.
    boolean isSteady(long page, long content) {
        if (checksums == null) {
            checksums = new int[(int) Math.ceilDiv(pages(), (long) CHECKSUM_CHUNK)][];
        }
        int index = (int) (page / CHECKSUM_CHUNK);
        int[] chunk = checksums[index];
        if (chunk == null) {
            chunk = new int[CHECKSUM_CHUNK];
            checksums[index] = chunk;
        }
        int checksum = (int) (content >>> 32) | 1; // never 0, which is that of a page not seen before
        int before = chunk[(int) (page % CHECKSUM_CHUNK)];
        chunk[(int) (page % CHECKSUM_CHUNK)] = checksum;
        items += before == 0 ? 1 : 0;
        return before == checksum;
    }

    /// Pages that a scanner keeps an item for.
    long items() {
        return items;
    }
}
