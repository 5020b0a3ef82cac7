package io.godwit.host;

import io.godwit.device.Bound;
import io.godwit.device.DevicePath;
import io.godwit.device.NicClaim;
import io.godwit.device.NicGrant;
import io.godwit.device.PacketLoad;
import io.godwit.identity.VmId;
import io.godwit.network.BulkFlow;
import io.godwit.network.DropReason;
import io.godwit.network.MacAddress;
import io.godwit.network.VirtualSwitch.Streamed;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.Exact;
import io.godwit.unit.MemorySize;
import io.godwit.vm.NetworkDevice;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The network device of a guest with bulk on it: what it sends, what the world outside and other guests send it, and
/// what becomes of that. Mutable, its [DeviceTenant]'s.
///
/// *The number.* All frames together, both ways and wherever from, are held to what the back-end's thread gets done,
/// each in the same proportion; what it sends to its limit, and to its part of a link between two sites, before that.
/// Frames between guests of one host take nothing of the host's card, nor do those to everybody, of which the switch
/// lets too few pass to be felt there; the others have what [io.godwit.device.NicShare] grants.
final class CardUse {

    private static final long MILLI = 1_000;
    private static final long BITS_PER_BYTE = 8;
    private static final long SECOND_OF_MILLI = 1_000_000_000_000L;
    private static final long DAY_S = 86_400;
    private static final long DAY_NS = DAY_S * 1_000_000_000L;

    private final DeviceUse use;
    private final NetworkDevice device;
    private final Map<VmId, Inbound> inbound = new TreeMap<>();
    private Optional<PacketLoad> load = Optional.empty();
    private boolean toEverybody;
    private boolean staysHere;
    private Optional<LinkPart.Shared> link = Optional.empty();
    private NicGrant grant = NicGrant.NOTHING;
    private long localSent;
    private long localReceived;
    private long share = DeviceUse.WHOLE;
    private final Meter sent = Meter.ofEvents();
    private final Meter received = Meter.ofEvents();

    private record Inbound(Streamed stream, long heardNs) {}

    CardUse(DevicePath path, NetworkDevice device) {
        this.use = new DeviceUse(path);
        this.device = device;
    }

    DeviceUse use() {
        return use;
    }

    /// From now on the guest sends this, and nothing came yet.
    void begin(DeviceAsk asked) {
        load = asked.load().packets();
        toEverybody = asked.toEverybody();
        inbound.clear();
        grant = NicGrant.NOTHING;
        localSent = 0;
        localReceived = 0;
    }

    Optional<PacketLoad> load() {
        return load;
    }

    boolean sendsToEverybody() {
        return toEverybody;
    }

    /// Whom what it sends is for; empty: the world outside.
    Optional<MacAddress> to() {
        return toEverybody
                ? Optional.of(MacAddress.BROADCAST)
                : load.flatMap(PacketLoad::to).map(MacAddress::of);
    }

    /// Whether what it sends takes nothing of the host's card.
    ///
    /// @return whether that is news
    boolean staysHere(boolean does) {
        boolean news = staysHere != does;
        staysHere = does;
        return news;
    }

    /// From now on what it sends goes by this link between two sites.
    ///
    /// @param shared empty: it leaves no site
    /// @return whether that is news
    boolean shares(Optional<LinkPart.Shared> shared) {
        boolean news = !link.equals(shared);
        link = shared;
        return news;
    }

    /// Another guest sends it this from now on.
    void comes(Streamed stream, long nowNs) {
        if (stream.milliFrames() == 0) {
            inbound.remove(stream.from());
        } else {
            inbound.put(stream.from(), new Inbound(stream, nowNs));
        }
    }

    /// Forgets what nobody has told of since then.
    ///
    /// @return whether that is news
    boolean forgetSince(long thenNs) {
        return inbound.values().removeIf(each -> each.heardNs() <= thenNs);
    }

    boolean getsAny() {
        return !inbound.isEmpty();
    }

    /// What it asks of the host's card, with what its back-end lets through.
    NicClaim claim() {
        MemorySize size = load.map(PacketLoad::size).orElse(PacketLoad.SMALLEST);
        long remote = throughThread(outside() + milliInbound(false));
        localSent = staysHere ? throughThread(limitedSent()) : 0;
        localReceived = throughThread(milliInbound(true));
        var wire = new PacketLoad(rate(staysHere ? 0 : throughThread(limitedSent())), rate(remote), size, false);
        return new NicClaim(
                wire, receivedSize(size, false), use.path().lane(Integer.MAX_VALUE), Optional.empty(), device.weight());
    }

    /// The card grants this.
    void granted(NicGrant next) {
        grant = next;
        long all = Math.addExact(sentByHardware(), receivedByHardware());
        boolean queues = milliAll() > mostByThread() || isLimited();
        use.grant(all, queues ? Math.max(next.latencyNs(), fullQueueNs(all)) : next.latencyNs());
    }

    /// Whoever sends more than passes keeps its queue full.
    private long fullQueueNs(long milli) {
        return milli == 0 ? Long.MAX_VALUE : Exact.floorMulDiv(use.path().queueDepth(), SECOND_OF_MILLI, milli);
    }

    /// @param part of the CPU that it needs, in billionths
    void achieve(long part, long nowNs) {
        share = part;
        use.achieve(part, nowNs);
        meter(nowNs);
    }

    void stop(long nowNs) {
        inbound.clear();
        grant = NicGrant.NOTHING;
        localSent = 0;
        localReceived = 0;
        use.stop(nowNs);
        meter(nowNs);
    }

    private void meter(long nowNs) {
        sent.rate(milliSent(), nowNs);
        received.rate(milliReceived(), nowNs);
    }

    /// Frames that it has sent so far.
    long sent(long nowNs) {
        return sent.count(nowNs);
    }

    /// Frames that it has got so far.
    long received(long nowNs) {
        return received.count(nowNs);
    }

    /// Of what it wants to send, in millionths, as far as CPU is not what it lacks.
    int hardwarePace(int whole) {
        return load.filter(PacketLoad::waits)
                .map(it -> ratio(sentByHardware(), it.milliSent(), whole))
                .orElse(whole);
    }

    private static int ratio(long got, long asked, int whole) {
        return got >= asked ? whole : (int) Exact.floorMulDiv(whole, got, asked);
    }

    long milliSent() {
        return Exact.floorMulDiv(sentByHardware(), share, DeviceUse.WHOLE);
    }

    long milliReceived() {
        return Exact.floorMulDiv(receivedByHardware(), share, DeviceUse.WHOLE);
    }

    /// What comes for it, whatever becomes of it.
    long milliOffered() {
        return outside() + milliInbound(false) + milliInbound(true);
    }

    Bound bound() {
        if (use.lacksCpu()) {
            return Bound.CPU;
        }
        if (grant.bound() == Bound.HARDWARE) {
            return Bound.HARDWARE;
        }
        if (milliAll() > mostByThread()) {
            return Bound.BACK_END;
        }
        if (!isLimited()) {
            return Bound.ASKED;
        }
        return mostByLink() < mostByLimit() ? Bound.LINK : Bound.LIMIT;
    }

    /// What the switch counts of it: what is asked for and not sent is dropped, unless the guest waits.
    BulkFlow flow() {
        long sent = milliSent();
        long asked = load.filter(it -> !it.waits()).map(PacketLoad::milliSent).orElse(sent);
        MemorySize size = load.map(PacketLoad::size).orElseGet(() -> receivedSize(PacketLoad.SMALLEST, true));
        return new BulkFlow(
                sent,
                milliReceived(),
                Math.max(0, asked - sent),
                asked > sent ? Optional.of(reason()) : Optional.empty(),
                size.bytes());
    }

    private DropReason reason() {
        return switch (bound()) {
            case LIMIT -> DropReason.RATE_LIMIT;
            case HARDWARE -> DropReason.HARDWARE;
            case LINK -> DropReason.LINK;
            case ASKED, DEPTH, BACK_END, CPU, UNREACHABLE -> DropReason.BACK_END;
        };
    }

    private long sentByHardware() {
        return Math.addExact(localSent, grant.milliSent());
    }

    private long receivedByHardware() {
        return Math.addExact(localReceived, grant.milliReceived());
    }

    private boolean isLimited() {
        return limitedSent() < load.map(PacketLoad::milliSent).orElse(0L);
    }

    private long limitedSent() {
        return load.map(it -> Math.min(it.milliSent(), Math.min(mostByLimit(), mostByLink())))
                .orElse(0L);
    }

    private long mostByLimit() {
        return device.bandwidth().map(this::frames).orElse(Long.MAX_VALUE);
    }

    /// Frames for everybody, or for the world outside, are none of a link's between two sites.
    private long mostByLink() {
        return link.filter(_ -> !toEverybody && !staysHere)
                .filter(_ -> load.flatMap(PacketLoad::to).isPresent())
                .map(it -> frames(it.load().part(it.whole(), device.weight())))
                .orElse(Long.MAX_VALUE);
    }

    /// So many that it sends pass in a second, in thousandths.
    private long frames(Bandwidth bandwidth) {
        MemorySize size = load.map(PacketLoad::size).orElse(PacketLoad.SMALLEST);
        return Exact.floorMulDiv(bandwidth.bitsPerSecond(), MILLI, BITS_PER_BYTE * size.bytes());
    }

    private long outside() {
        return load.map(PacketLoad::milliReceived).orElse(0L);
    }

    private long milliInbound(boolean local) {
        long frames = 0;
        for (Inbound each : inbound.values()) {
            frames += each.stream().isLocal() == local ? each.stream().milliFrames() : 0;
        }
        return frames;
    }

    private long milliAll() {
        return Math.addExact(limitedSent(), milliOffered());
    }

    private long mostByThread() {
        return use.path().lane(Integer.MAX_VALUE).mostByThread();
    }

    private long throughThread(long milli) {
        long all = milliAll();
        long most = mostByThread();
        return all <= most ? milli : Exact.floorMulDiv(milli, most, all);
    }

    /// On average of what comes by the card.
    ///
    /// @param localToo whether what comes from neighbours counts, too
    private MemorySize receivedSize(MemorySize own, boolean localToo) {
        long frames = outside();
        long bytes = Math.multiplyExact(frames, own.bytes());
        for (Inbound each : inbound.values()) {
            if (localToo || !each.stream().isLocal()) {
                frames += each.stream().milliFrames();
                bytes = Math.addExact(
                        bytes,
                        Math.multiplyExact(
                                each.stream().milliFrames(), each.stream().frameBytes()));
            }
        }
        return frames == 0 ? own : new MemorySize(Math.ceilDiv(bytes, frames));
    }

    /// Rounded down to a whole frame a day.
    private static EventRate rate(long milli) {
        return new EventRate(Exact.floorMulDiv(milli, DAY_S, MILLI), DAY_NS);
    }
}
