package io.godwit.memory.pressure;

import io.godwit.image.Fingerprint;
import io.godwit.memory.Mappings;
import java.util.OptionalLong;

/// Moves pages from place to place, and keeps the accounts that this changes: of the VM, of what equal pages share, of
/// what is compressed and swapped, and of frames that nobody has. Nothing else changes any of them, so they add up.
final class FrameLedger {

    private final SharedFrames sharedFrames = new SharedFrames();
    private final CompressedPool pool;
    private final SwapSpace swap;
    private final boolean sharesAcrossVms;

    /// Frames that nobody has. Those that VMs of an image share are counted by the machine, later; never too many here.
    long free;

    FrameLedger(CompressedPool pool, SwapSpace swap, boolean sharesAcrossVms) {
        this.pool = pool;
        this.swap = swap;
        this.sharesAcrossVms = sharesAcrossVms;
    }

    SharedFrames sharedFrames() {
        return sharedFrames;
    }

    CompressedPool pool() {
        return pool;
    }

    SwapSpace swap() {
        return swap;
    }

    /// By what equal pages of those that may share a frame are equal. Zero pages are everybody's.
    long keyOf(Tenant tenant, long content) {
        return sharesAcrossVms || content == 0 ? content : Fingerprint.ofPage(tenant.number(), content);
    }

    void move(Tenant tenant, long page, int to) {
        leave(tenant, page, Place.of(tenant.places.state(page)));
        enter(tenant, page, to);
        tenant.places.put(page, to);
        if (to != Place.OWN) {
            tenant.mappings().split(page, causeOf(to));
        }
    }

    private static Mappings.Cause causeOf(int place) {
        return switch (place) {
            case Place.SHARED -> Mappings.Cause.SHARING;
            case Place.COMPRESSED -> Mappings.Cause.COMPRESSION;
            case Place.SWAPPED -> Mappings.Cause.SWAP;
            case Place.GIVEN_UP, Place.NONE -> Mappings.Cause.BALLOONING;
            default -> throw new IllegalStateException("no mapping is split for place " + place);
        };
    }

    /// Takes a page that its guest didn't touch lately out of its frame, if it can be kept elsewhere.
    ///
    /// @param compresses whether it is compressed rather than swapped, if it can be
    /// @return whether a page was moved, which need not have freed a frame yet
    boolean evict(Tenant tenant, boolean compresses) {
        OptionalLong found = tenant.hostHand.next(Place.only(Place.OWN), Place.SEEN_BY_HOST);
        if (found.isEmpty()) {
            return false;
        }
        long page = found.getAsLong();
        if (compresses && pool.takes(tenant.memory().content(page))) {
            move(tenant, page, Place.COMPRESSED);
            return true;
        }
        if (swap.isFull()) {
            return false;
        }
        move(tenant, page, Place.SWAPPED);
        return true;
    }

    private void leave(Tenant tenant, long page, int place) {
        switch (place) {
            case Place.NONE -> tenant.imageShared -= tenant.isImageShared(page) ? 1 : 0;
            case Place.OWN -> {
                tenant.own--;
                free++;
            }
            case Place.SHARED -> {
                tenant.shared--;
                boolean freed = sharedFrames.leave(keyOf(tenant, tenant.memory().content(page)));
                free += freed ? 1 : 0;
            }
            case Place.COMPRESSED -> {
                tenant.compressed--;
                long frames = pool.frames();
                pool.remove(tenant.memory().content(page));
                free += frames - pool.frames();
            }
            case Place.SWAPPED -> {
                tenant.swapped--;
                swap.remove();
            }
            case Place.GIVEN_UP -> tenant.givenUp--;
            default -> throw new IllegalStateException("no place " + place);
        }
    }

    private void enter(Tenant tenant, long page, int place) {
        switch (place) {
            case Place.OWN -> {
                tenant.own++;
                free--;
            }
            case Place.SHARED -> {
                tenant.shared++;
                boolean takes = sharedFrames.join(keyOf(tenant, tenant.memory().content(page)));
                free -= takes ? 1 : 0;
            }
            case Place.COMPRESSED -> {
                tenant.compressed++;
                long frames = pool.frames();
                pool.add(tenant.memory().content(page));
                free -= pool.frames() - frames;
            }
            case Place.SWAPPED -> {
                tenant.swapped++;
                swap.add();
            }
            case Place.GIVEN_UP -> tenant.givenUp++;
            case Place.NONE -> {} // nobody has it: with its VM it is gone, or its guest never touched it
            default -> throw new IllegalStateException("no place " + place);
        }
    }

    /// Takes all places of a VM that ends.
    void vacate(Tenant tenant) {
        for (long page = 0; page < tenant.pages(); page++) {
            int place = Place.of(tenant.places.state(page));
            if (place != Place.NONE) {
                leave(tenant, page, place);
                tenant.places.put(page, Place.NONE);
            }
        }
        tenant.imageShared = 0;
        tenant.ballooned = 0;
        tenant.isGone = true;
    }
}
