package io.godwit.memory;

import io.godwit.identity.VmId;
import io.godwit.image.ImageSpec;
import io.godwit.memory.Reservation.AlreadyReserved;
import io.godwit.memory.Reservation.OutOfMemory;
import io.godwit.memory.Reservation.Reserved;
import io.godwit.unit.MemorySize;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// The frames of one host: how many each VM was promised, and how many each has.
///
/// *Promises* ([#reserve]) are for the whole of a VM's memory, and never exceed what the machine has. *Frames* are
/// owned by a VM (its private pages) or by an image (pages its VMs share), else free. A page that nobody wrote and
/// whose image is zero there needs none.
///
/// *Model of sharing.* The frames of an image are counted once, and kept while references to them remain:
/// `min(frames of the image, sum over its VMs of pages that are still the image's)`. That is exact for one VM, and
/// never too small for several: it assumes that they unshare different pages, so that a frame which is really without
/// a reference may count as the image's for a while. As each VM's own and shared pages together are at most its
/// promise, the frames owned are never more than the frames promised, and a promise can always be kept.
///
/// A host that manages its memory ([io.godwit.memory.pressure.ManagedMemory]) may promise more than it has, up to a
/// ratio; what it keeps for certain, reservations, never exceeds the machine. Its pools have frames too.
///
/// Frames that clones share are counted in the same way, for each [CommonPages] that they have in common; of a base of
/// which only one VM is left, they are that VM's. A host that manages its memory counts each clone as having its own.
///
/// Mutable, confined to the hypervisor's actor. All operations take logarithmic time.
public final class MachineMemory {

    private final MemorySize pageSize;
    private final long totalFrames;
    private final Map<VmId, Claim> claims = new TreeMap<>();
    private final Map<ImageSpec, Sharing> sharings = new LinkedHashMap<>();
    private final Map<CommonPages, Sharing> bases = new LinkedHashMap<>();
    private final long promisedAtMost;
    private long reservedFrames;
    private long certainFrames;
    private long freeFrames;
    private Pools pools = new Pools(0, 0);

    /// @param certainFrames of the promised ones, those that nobody takes from it
    private record Claim(long reservedFrames, long certainFrames, MemoryUse use) {}

    /// Frames that belong to the host, for pages of VMs.
    ///
    /// @param shared by equal pages
    /// @param compressed full of compressed pages
    public record Pools(long shared, long compressed) {

        long frames() {
            return shared + compressed;
        }
    }

    /// The VMs of one image, or of what clones have in common.
    ///
    /// @param most frames that it has
    /// @param references pages that are still there, over all VMs
    private record Sharing(long vms, long most, long references) {

        static final Sharing NONE = new Sharing(0, 0, 0);

        Sharing with(long frames, long pages) {
            if (vms > 0 && most != frames) {
                throw new IllegalArgumentException("an image of " + most + " frames, not " + frames);
            }
            return new Sharing(vms + 1, frames, references + pages);
        }

        Sharing without(long pages) {
            return new Sharing(vms - 1, most, references - pages);
        }

        long frames() {
            return Math.min(most, references);
        }

        <T> void putInto(Map<T, Sharing> map, T key) {
            if (vms == 0) {
                map.remove(key);
            } else {
                map.put(key, this);
            }
        }
    }

    /// @param capacity what guests may have: the machine's memory without the hypervisor's own
    public MachineMemory(MemorySize capacity, MemorySize pageSize) {
        this(capacity, pageSize, capacity);
    }

    /// @param promised how much may be promised
    public MachineMemory(MemorySize capacity, MemorySize pageSize, MemorySize promised) {
        this.pageSize = pageSize;
        this.totalFrames = capacity.bytes() / pageSize.bytes();
        this.promisedAtMost = promised.bytes() / pageSize.bytes();
        this.freeFrames = totalFrames;
    }

    public MemorySize pageSize() {
        return pageSize;
    }

    /// How many frames, and guest pages, a memory of this size takes; a part of a page takes a whole one.
    public long framesOf(MemorySize size) {
        return Math.ceilDiv(size.bytes(), pageSize.bytes());
    }

    public long totalFrames() {
        return totalFrames;
    }

    public long freeFrames() {
        return freeFrames;
    }

    /// Whether more is promised than there is.
    public boolean isOvercommitted() {
        return reservedFrames > totalFrames;
    }

    /// Keeps room for all of a VM's memory. The VM owns no frame yet.
    public Reservation reserve(VmId vm, MemorySize size) {
        return reserve(vm, size, MemorySize.ZERO);
    }

    /// Keeps room for all of a VM's memory, as far as the host may promise, and a part of it for certain.
    public Reservation reserve(VmId vm, MemorySize size, MemorySize forCertain) {
        Claim claim = claims.get(vm);
        if (claim != null) {
            return new AlreadyReserved(pageSize.times(claim.reservedFrames));
        }
        long frames = framesOf(size);
        long certain = framesOf(forCertain);
        long missing = missing(frames, certain);
        if (missing > 0) {
            return new OutOfMemory(pageSize.times(missing));
        }
        reservedFrames += frames;
        certainFrames += certain;
        claims.put(vm, new Claim(frames, certain, MemoryUse.ofPrivate(0)));
        enter(MemoryUse.ofPrivate(0));
        return new Reserved();
    }

    /// Keeps room for another size of a VM that has a reservation, or another part of it for certain. Less than it uses
    /// is the caller's fault, and found by the next [#settle].
    public Reservation resize(VmId vm, MemorySize size, MemorySize forCertain) {
        Claim claim = Objects.requireNonNull(claims.get(vm));
        long more = framesOf(size) - claim.reservedFrames;
        long moreCertain = framesOf(forCertain) - claim.certainFrames;
        long missing = missing(more, moreCertain);
        if (missing > 0) {
            return new OutOfMemory(pageSize.times(missing));
        }
        reservedFrames += more;
        certainFrames += moreCertain;
        claims.put(vm, new Claim(claim.reservedFrames + more, claim.certainFrames + moreCertain, claim.use));
        return new Reserved();
    }

    /// What there is too little of for so much more. What is given back lacks nothing, even where others have too much.
    private long missing(long frames, long certain) {
        long ofAll = frames <= 0 ? 0 : frames - (promisedAtMost - reservedFrames);
        long ofCertain = certain <= 0 ? 0 : certain - (totalFrames - certainFrames);
        return Math.max(ofAll, ofCertain);
    }

    /// Moves frames so that the VM has what its memory uses now.
    ///
    /// @throws IllegalArgumentException if it has no reservation, or uses more than that, which an address space of the
    ///     reserved size can't: a fault of the caller
    public void settle(VmId vm, MemoryUse use) {
        Claim claim = claims.get(vm);
        if (claim == null || use.ownFrames() + use.sharedPages() > claim.reservedFrames) {
            throw new IllegalArgumentException(vm + " has " + claim + ", which does not cover " + use);
        }
        enter(use); // first, as it refuses a use that contradicts others before anything has changed
        leave(claim.use);
        claims.put(vm, new Claim(claim.reservedFrames, claim.certainFrames, use));
    }

    /// The host's pools have so many frames now.
    public void settle(Pools now) {
        freeFrames += pools.frames() - now.frames();
        pools = now;
    }

    /// How many frames a VM that uses so much takes that is not here yet.
    public long framesFor(MemoryUse use) {
        Sharing image = sharings.getOrDefault(use.image(), Sharing.NONE);
        long frames = use.ownFrames() + with(image, use).frames() - image.frames();
        for (CommonPages.Use in : use.bases()) {
            Sharing base = bases.getOrDefault(in.base(), Sharing.NONE);
            frames += with(base, in).frames() - base.frames();
        }
        return frames;
    }

    /// Takes the VM's frames and its reservation back. Of a VM without a reservation there is nothing to take.
    public void release(VmId vm) {
        Optional.ofNullable(claims.remove(vm)).ifPresent(claim -> {
            leave(claim.use);
            reservedFrames -= claim.reservedFrames;
            certainFrames -= claim.certainFrames;
        });
    }

    /// What is promised to VMs that are here.
    public MemorySize promised() {
        return pageSize.times(reservedFrames);
    }

    /// What of it nobody takes from them.
    public MemorySize certain() {
        return pageSize.times(certainFrames);
    }

    /// What is not promised to anybody.
    public MemorySize unreserved() {
        return pageSize.times(promisedAtMost - reservedFrames);
    }

    public MemorySize free() {
        return pageSize.times(freeFrames);
    }

    /// How many pages of a VM are in frames that it shares with its clones, or with what it is a clone of.
    public long sharedWithClones(VmId vm) {
        Claim claim = claims.get(vm);
        return claim == null ? 0 : inBases(claim.use, true);
    }

    public MemoryAccount account() {
        Map<VmId, Long> vmFrames = new LinkedHashMap<>();
        claims.forEach((vm, claim) -> vmFrames.put(vm, claim.use.ownFrames() + inBases(claim.use, false)));
        Map<ImageSpec, Long> imageFrames = new LinkedHashMap<>();
        sharings.forEach((image, sharing) -> imageFrames.put(image, sharing.frames()));
        long clones = bases.values().stream()
                .filter(base -> base.vms > 1)
                .mapToLong(Sharing::frames)
                .sum();
        return new MemoryAccount(totalFrames, freeFrames, vmFrames, imageFrames, clones, pools);
    }

    /// @param shared whether in bases that others have, too, or in those that are the VM's alone by now
    private long inBases(MemoryUse use, boolean shared) {
        long pages = 0;
        for (CommonPages.Use in : use.bases()) {
            boolean isShared = bases.getOrDefault(in.base(), Sharing.NONE).vms > 1;
            pages += isShared == shared ? in.references() : 0;
        }
        return pages;
    }

    private static Sharing with(Sharing image, MemoryUse use) {
        return image.with(use.imageFrames(), use.imagePages());
    }

    private static Sharing with(Sharing base, CommonPages.Use use) {
        return base.with(use.base().pages(), use.references());
    }

    private void enter(MemoryUse use) {
        long frames = framesFor(use);
        Sharing image = sharings.getOrDefault(use.image(), Sharing.NONE);
        sharings.put(use.image(), with(image, use));
        for (CommonPages.Use in : use.bases()) {
            bases.put(in.base(), with(bases.getOrDefault(in.base(), Sharing.NONE), in));
        }
        freeFrames -= frames;
    }

    private void leave(MemoryUse use) {
        Sharing image = sharings.getOrDefault(use.image(), Sharing.NONE);
        Sharing left = image.without(use.imagePages());
        left.putInto(sharings, use.image());
        freeFrames += use.ownFrames() + image.frames() - left.frames();
        for (CommonPages.Use in : use.bases()) {
            Sharing base = bases.getOrDefault(in.base(), Sharing.NONE);
            Sharing after = base.without(in.references());
            after.putInto(bases, in.base());
            freeFrames += base.frames() - after.frames();
        }
    }
}
