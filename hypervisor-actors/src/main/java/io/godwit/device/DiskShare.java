package io.godwit.device;

import io.godwit.cpu.CpuEntitlement;
import io.godwit.cpu.FairShare;
import io.godwit.identity.VmId;
import io.godwit.unit.Exact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Shares one disk among those who claim it, as a fluid: what is shared out is the disk's time, so that operations and
/// bytes are held to at once. An operation takes as much of it as the tighter of the disk's two rates asks.
///
/// **The number.** A claim's ceiling is the least of what is asked for; of what as many operations in flight get done;
/// of what the back-end's thread gets done; and of the limits. On a disk that is shared fairly, grants are weighted
/// max-min fair among the ceilings, by the very [FairShare] that shares out a host of one core; on a first-come disk
/// they are in proportion to the ceilings. So the disk is never used above its time, no ceiling is exceeded, and no
/// time is left over while a ceiling isn't met.
///
/// **Latency.** A guest that wants more than it gets keeps its queue full: `operations in flight / rate` (Little). One
/// that gets what it asks for takes as long as on an idle disk, and waits: where somebody's queue is full, for one
/// operation of each of those (fair) or for all of them (first-come); else as in a queue of random arrivals and fixed
/// service times, `Σ λs² / 2(1 − ρ)` (Pollaczek and Khinchine), but never for more than can be in flight.
///
/// *Not modelled*: caches and merging of neighbours' operations; that sequential streams of several guests make a
/// rotating disk seek.
///
/// @param <K> who claims, in the order in which equals are served
public final class DiskShare<K extends Comparable<K>> {

    /// Of a disk's time, in billionths: it is busy all the time.
    private static final long WHOLE = 1_000_000_000L;

    /// A rate in thousandths, times picoseconds, over this is a part of the disk's time in billionths.
    private static final long MILLI_PS = 1_000_000L;

    private static final long MILLI = 1_000;

    private final DiskSpec disk;
    private final FairShare fair = new FairShare(1);
    private final Map<K, Guest> guests = new TreeMap<>();
    private boolean changed;

    /// A claim and what became of it. Times in billionths of the disk's.
    private static final class Guest {

        private final DiskClaim claim;
        private final int slot;
        private final long busyPs;
        private final long numberedTime;
        private final long askedTime;
        private final long ceilingMilli;
        private final Bound ceilingBound;
        private DeviceGrant grant = DeviceGrant.NOTHING;

        private Guest(DiskClaim claim, int slot, DiskSpec disk) {
            this.claim = claim;
            this.slot = slot;
            this.busyPs = Math.max(1, claim.busyPs(disk));
            this.numberedTime = Exact.ceilMulDiv(
                    claim.numberedMilli(), disk.busyPs(DiskSpec.Access.RANDOM_WRITE, DiskQueue.BLOCK_BYTES), MILLI_PS);
            long asked = claim.load().milliOperations();
            long byDepth = claim.mostByDepth(claim.aloneNs(disk));
            long byThread = claim.lane().mostByThread(claim.takeUpPs(disk));
            long byLimit = claim.limits()
                    .mostMilli(claim.numberedMilli(), claim.load().size().bytes());
            this.ceilingMilli = Math.min(Math.min(asked, byDepth), Math.min(byThread, byLimit));
            this.ceilingBound = ceilingMilli == asked
                    ? Bound.ASKED
                    : ceilingMilli == byLimit ? Bound.LIMIT : ceilingMilli == byThread ? Bound.BACK_END : Bound.DEPTH;
            this.askedTime = Math.addExact(numberedTime, Exact.ceilMulDiv(ceilingMilli, busyPs, MILLI_PS));
        }

        private boolean waitsForDisk() {
            return grant.bound() == Bound.HARDWARE;
        }

        private long inFlightPs() {
            return Math.multiplyExact(busyPs, (long) claim.lane().inFlight());
        }

        /// What it has of the disk's time with its numbered writes.
        private long time() {
            return Math.addExact(numberedTime, Exact.floorMulDiv(grant.milliOperations(), busyPs, MILLI_PS));
        }

        /// The part of the disk's time that its bulk has.
        private double use() {
            return (double) grant.milliOperations() * busyPs / MILLI_PS / WHOLE;
        }
    }

    public DiskShare(DiskSpec disk) {
        this.disk = disk;
    }

    /// From now on, this is what it asks for.
    public void claim(K who, DiskClaim claim) {
        drop(who);
        int slot = fair.add(CpuEntitlement.ofVcpus(1).withWeight(claim.weight()));
        Guest guest = new Guest(claim, slot, disk);
        fair.setDemand(slot, Math.min(WHOLE, guest.askedTime));
        guests.put(who, guest);
        changed = true;
    }

    /// It asks for nothing any more.
    public void drop(K who) {
        Guest before = guests.remove(who);
        if (before != null) {
            fair.remove(before.slot);
            changed = true;
        }
    }

    public boolean isEmpty() {
        return guests.isEmpty();
    }

    /// Brings all grants up to date.
    ///
    /// @return whose grants changed, in order
    public List<K> share() {
        if (!changed) {
            return List.of();
        }
        changed = false;
        fair.recompute();
        long asked =
                guests.values().stream().mapToLong(guest -> guest.askedTime).sum();
        Map<K, DeviceGrant> before = new TreeMap<>();
        guests.forEach((who, guest) -> before.put(who, guest.grant));
        guests.values().forEach(guest -> guest.grant = withoutLatency(guest, timeOf(guest, asked)));
        long waitNs = Math.ceilDiv(waitPs(), MILLI);
        List<K> news = new ArrayList<>();
        guests.forEach((who, guest) -> {
            guest.grant = withLatency(guest, waitNs);
            if (!guest.grant.equals(before.get(who))) {
                news.add(who);
            }
        });
        return news;
    }

    /// What it gets; nothing for who claims nothing.
    public DeviceGrant grant(K who) {
        Guest guest = guests.get(who);
        return guest == null ? DeviceGrant.NOTHING : guest.grant;
    }

    /// Who claims something.
    public Collection<K> claimants() {
        return List.copyOf(guests.keySet());
    }

    /// What each one has, where somebody wants more of the disk; else empty.
    ///
    /// @param vm whose claim it is
    List<Portion> portions(Function<K, VmId> vm) {
        if (guests.values().stream().noneMatch(Guest::waitsForDisk)) {
            return List.of();
        }
        List<Portion> portions = new ArrayList<>();
        guests.forEach((who, guest) -> portions.add(new Portion(
                vm.apply(who),
                disk.sharing() == DiskSharing.FAIR ? guest.claim.weight() : 0,
                Math.min(WHOLE, guest.askedTime),
                guest.time())));
        return portions;
    }

    /// What all of this is to a numbered write.
    public DiskQueue.Crowd crowd() {
        long betweenPs = disk.sharing() == DiskSharing.FAIR ? ofWaiting() : 0;
        return new DiskQueue.Crowd(Math.ceilDiv(waitPs(), MILLI), Math.ceilDiv(betweenPs, MILLI));
    }

    private long timeOf(Guest guest, long allAsked) {
        return switch (disk.sharing()) {
            case FAIR -> fair.grantNanoCores(guest.slot);
            case FIRST_COME ->
                allAsked <= WHOLE ? guest.askedTime : Exact.floorMulDiv(guest.askedTime, WHOLE, allAsked);
        };
    }

    private static DeviceGrant withoutLatency(Guest guest, long time) {
        boolean all = time >= guest.askedTime;
        long milli = all
                ? guest.ceilingMilli
                : Math.min(
                        guest.ceilingMilli,
                        Exact.floorMulDiv(Math.max(0, time - guest.numberedTime), MILLI_PS, guest.busyPs));
        long bytes = Exact.floorMulDiv(milli, guest.claim.load().size().bytes(), MILLI);
        return new DeviceGrant(milli, bytes, 0, all ? guest.ceilingBound : Bound.HARDWARE);
    }

    private DeviceGrant withLatency(Guest guest, long waitNs) {
        DeviceGrant grant = guest.grant;
        long aloneNs = guest.claim.aloneNs(disk);
        long latencyNs =
                grant.bound() == Bound.ASKED ? Math.addExact(aloneNs, waitNs) : Math.max(aloneNs, fullQueueNs(guest));
        return new DeviceGrant(grant.milliOperations(), grant.bytesPerSecond(), latencyNs, grant.bound());
    }

    /// @return forever for one that gets nothing
    private static long fullQueueNs(Guest guest) {
        long milli = guest.grant.milliOperations();
        return milli == 0
                ? Long.MAX_VALUE
                : Exact.floorMulDiv(
                        guest.claim.lane().inFlight(), Duration.ofSeconds(MILLI).toNanos(), milli);
    }

    /// What an operation of somebody whose queue isn't full waits for.
    private long waitPs() {
        long full = ofWaiting();
        return full > 0 ? full : Math.min(inQueuePs(), (long) randomWaitPs());
    }

    private long ofWaiting() {
        return guests.values().stream()
                .filter(Guest::waitsForDisk)
                .mapToLong(guest -> disk.sharing() == DiskSharing.FAIR ? guest.busyPs : guest.inFlightPs())
                .sum();
    }

    private long inQueuePs() {
        return guests.values().stream()
                .filter(guest -> guest.grant.milliOperations() > 0)
                .mapToLong(guest -> disk.sharing() == DiskSharing.FAIR ? guest.busyPs : guest.inFlightPs())
                .sum();
    }

    private double randomWaitPs() {
        double use = 0;
        double squares = 0;
        for (Guest guest : guests.values()) {
            use += guest.use();
            squares += guest.use() * guest.busyPs;
        }
        return use >= 1 ? Long.MAX_VALUE : squares / (2 * (1 - use));
    }
}
