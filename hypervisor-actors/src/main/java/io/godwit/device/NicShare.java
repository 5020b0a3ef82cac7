package io.godwit.device;

import io.godwit.cpu.CpuEntitlement;
import io.godwit.cpu.FairShare;
import io.godwit.identity.VmId;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.Exact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// Shares one network card among those who claim it, as a fluid: each direction's time on the wire, weighted max-min
/// fair, as [DiskShare] does with a disk's.
///
/// **The number.** A claim's ceiling is what it asks for, within its limit; both directions together are held to what
/// the back-end's thread gets done, each in the same proportion. Frames that are asked for and not granted are
/// dropped, or not sent where the guest's work waits for them.
///
/// *Not modelled*: a card that is shared first-come, its queues and its offloads (a frame here may stand for the 64 KiB
/// that a guest hands over at once).
///
/// @param <K> who claims
public final class NicShare<K extends Comparable<K>> {

    private static final long WHOLE = 1_000_000_000L;
    private static final long MILLI_PS = 1_000_000L;
    private static final long MILLI = 1_000;
    private static final long SECOND_NS = 1_000_000_000L;

    private final Bandwidth wire;
    private final Duration latency;
    private final FairShare out = new FairShare(1);
    private final FairShare in = new FairShare(1);
    private final SortedMap<K, Guest> guests = new TreeMap<>();
    private final Moves leaving = new Moves(out);
    private final Moves coming = new Moves(in);
    private boolean changed;

    /// All migrations that leave the host, or come to it.
    private final class Moves {

        private final FairShare way;
        private OptionalInt slot = OptionalInt.empty();
        private int weight;
        private long asked;
        private long could = WHOLE;

        private Moves(FairShare way) {
            this.way = way;
        }

        private void claim(long bits, int parts) {
            slot.ifPresent(way::remove);
            weight = parts;
            asked = bits >= wire.bitsPerSecond() ? WHOLE : Exact.ceilMulDiv(bits, WHOLE, wire.bitsPerSecond());
            slot = parts == 0
                    ? OptionalInt.empty()
                    : OptionalInt.of(way.add(CpuEntitlement.ofVcpus(1).withWeight(parts)));
        }

        private void share() {
            could = WHOLE;
            if (slot.isPresent()) {
                way.setDemand(slot.getAsInt(), WHOLE);
                way.recompute();
                could = way.grantNanoCores(slot.getAsInt());
                way.setDemand(slot.getAsInt(), asked);
            }
            way.recompute();
        }

        /// What they would have if they were so many, and asked for everything.
        private long couldBits(int parts) {
            int other = way.add(CpuEntitlement.ofVcpus(1).withWeight(parts));
            slot.ifPresent(it -> way.setDemand(it, 0));
            way.setDemand(other, WHOLE);
            way.recompute();
            long most = way.grantNanoCores(other);
            way.remove(other);
            slot.ifPresent(it -> way.setDemand(it, asked));
            way.recompute();
            return Exact.floorMulDiv(wire.bitsPerSecond(), most, WHOLE);
        }

        private long couldBits() {
            return Exact.floorMulDiv(wire.bitsPerSecond(), could, WHOLE);
        }

        private Stream<Portion> portion(VmId name) {
            return slot.stream().mapToObj(it -> new Portion(name, weight, asked, way.grantNanoCores(it)));
        }
    }

    private static final class Guest {

        private final NicClaim claim;
        private final int outSlot;
        private final int inSlot;
        private final long sentPs;
        private final long receivedPs;
        private final long sent;
        private final long received;
        private final Bound bound;
        private NicGrant grant = NicGrant.NOTHING;

        private Guest(NicClaim claim, int outSlot, int inSlot, Bandwidth wire) {
            this.claim = claim;
            this.outSlot = outSlot;
            this.inSlot = inSlot;
            this.sentPs = claim.sentPs(wire);
            this.receivedPs = claim.receivedPs(wire);
            long limited = claim.limitedMilliSent();
            long all = Math.addExact(limited, claim.load().milliReceived());
            long most = claim.lane().mostByThread(0);
            this.sent = all <= most ? limited : Exact.floorMulDiv(limited, most, all);
            this.received = all <= most
                    ? claim.load().milliReceived()
                    : Exact.floorMulDiv(claim.load().milliReceived(), most, all);
            this.bound = all > most ? Bound.BACK_END : limited < claim.load().milliSent() ? Bound.LIMIT : Bound.ASKED;
        }

        private static long time(long milli, long wirePs) {
            return Exact.ceilMulDiv(milli, wirePs, MILLI_PS);
        }

        /// @param time on the wire, in billionths
        private static long milli(long asked, long time, long wirePs) {
            return time >= time(asked, wirePs) ? asked : Math.min(asked, Exact.floorMulDiv(time, MILLI_PS, wirePs));
        }
    }

    public NicShare(Bandwidth wire, Duration latency) {
        this.wire = wire;
        this.latency = latency;
    }

    /// From now on, this is what it asks for.
    public void claim(K who, NicClaim claim) {
        drop(who);
        CpuEntitlement entitlement = CpuEntitlement.ofVcpus(1).withWeight(claim.weight());
        Guest guest = new Guest(claim, out.add(entitlement), in.add(entitlement), wire);
        out.setDemand(guest.outSlot, Math.min(WHOLE, Guest.time(guest.sent, guest.sentPs)));
        in.setDemand(guest.inSlot, Math.min(WHOLE, Guest.time(guest.received, guest.receivedPs)));
        guests.put(who, guest);
        changed = true;
    }

    /// It asks for nothing any more.
    public void drop(K who) {
        Guest before = guests.remove(who);
        if (before != null) {
            out.remove(before.outSlot);
            in.remove(before.inSlot);
            changed = true;
        }
    }

    /// From now on, this is what migrations ask for together, in bits a second.
    ///
    /// @param isOut whether they leave the host; else they come to it
    /// @param weight 0 if there are none
    public void claimMoves(boolean isOut, long bits, int weight) {
        moves(isOut).claim(bits, weight);
        changed = true;
    }

    /// What migrations would have if they asked for everything, in bits a second.
    public long movesCould(boolean isOut) {
        return moves(isOut).couldBits();
    }

    /// The same, if they had this weight.
    ///
    /// @param weight at least 1
    public long movesCould(boolean isOut, int weight) {
        return moves(isOut).couldBits(weight);
    }

    private Moves moves(boolean isOut) {
        return isOut ? leaving : coming;
    }

    /// Brings all grants up to date.
    ///
    /// @return whose grants changed, in order
    public List<K> share() {
        if (!changed) {
            return List.of();
        }
        changed = false;
        leaving.share();
        coming.share();
        Map<K, NicGrant> before = new TreeMap<>();
        guests.forEach((who, guest) -> {
            before.put(who, guest.grant);
            guest.grant = granted(guest);
        });
        List<K> news = new ArrayList<>();
        guests.forEach((who, guest) -> {
            if (!guest.grant.equals(before.get(who))) {
                news.add(who);
            }
        });
        return news;
    }

    /// What each one has of the way out, or in, where somebody wants more of it; else empty.
    ///
    /// @param vm whose claim it is
    /// @param moves what migrations are called, all together
    public List<Portion> portions(boolean isOut, Function<K, VmId> vm, VmId moves) {
        List<Portion> portions = new ArrayList<>();
        boolean isShort = false;
        for (Map.Entry<K, Guest> each : guests.entrySet()) {
            Guest guest = each.getValue();
            long wirePs = isOut ? guest.sentPs : guest.receivedPs;
            long asked = isOut ? guest.sent : guest.received;
            long got = isOut ? guest.grant.milliSent() : guest.grant.milliReceived();
            isShort |= got < asked;
            portions.add(new Portion(
                    vm.apply(each.getKey()),
                    guest.claim.weight(),
                    Math.min(WHOLE, Guest.time(asked, wirePs)),
                    Guest.time(got, wirePs)));
        }
        moves(isOut).portion(moves).forEach(portions::add);
        return isShort ? portions : List.of();
    }

    /// What it gets; nothing for who claims nothing.
    public NicGrant grant(K who) {
        Guest guest = guests.get(who);
        return guest == null ? NicGrant.NOTHING : guest.grant;
    }

    private NicGrant granted(Guest guest) {
        long sent = Guest.milli(guest.sent, out.grantNanoCores(guest.outSlot), guest.sentPs);
        long received = Guest.milli(guest.received, in.grantNanoCores(guest.inSlot), guest.receivedPs);
        Bound bound = sent < guest.sent || received < guest.received ? Bound.HARDWARE : guest.bound;
        long bytes = guest.claim.load().size().bytes();
        return new NicGrant(
                sent,
                received,
                Exact.floorMulDiv(sent, bytes, MILLI),
                Exact.floorMulDiv(received, guest.claim.receivedSize().bytes(), MILLI),
                latencyNs(guest, Math.addExact(sent, received), bound),
                bound);
    }

    /// As on an idle card where it gets what it asks for; else its queue is full.
    private long latencyNs(Guest guest, long milli, Bound bound) {
        DevicePath.Lane lane = guest.claim.lane();
        long aloneNs = lane.aloneNs() + latency.toNanos() + Math.ceilDiv(guest.sentPs, MILLI);
        if (bound == Bound.ASKED) {
            return aloneNs;
        }
        return milli == 0
                ? Long.MAX_VALUE
                : Math.max(aloneNs, Exact.floorMulDiv(lane.inFlight(), SECOND_NS * MILLI, milli));
    }
}
