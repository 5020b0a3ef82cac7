package io.godwit.network;

import io.godwit.unit.Exact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A learning switch: which ports a frame goes out of, or why it goes no further.
///
/// **Keeping apart.** A frame belongs to one virtual LAN: that of the card's port where it came in, or that of its tag.
/// It goes out only where that LAN is carried, and never where it came in. A card's frames must have the card's own
/// address for their source, and no tag but its LAN's; what comes by another port may not have such an address either,
/// as long as the card is plugged in.
///
/// **Learning.** The source of each frame that passes is remembered with its port and forgotten after a silence. A
/// card's address is known from the moment it is plugged in. A frame to an address that isn't known goes to all ports
/// where it could be: those of other switches, and open ones; not to cards, whose addresses are known. Frames to
/// everybody, and those to nobody known, are limited for each port.
///
/// *Not modelled*: spanning trees, priorities, multicast groups (a group's frames go to everybody).
///
/// Mutable, its actor's own. Takes time as an argument and asks nobody for it.
///
/// @param <P> names a port; the order in which a flooded frame goes out
public final class SwitchCore<P extends Comparable<P>> {

    private static final long MILLI_SECOND_NS = 1_000_000_000_000L;

    private final SwitchSettings settings;
    private final long floodedTakesNs;
    private final SortedMap<P, Port> ports = new TreeMap<>();
    private final Map<Address, Learned<P>> table = new LinkedHashMap<>();
    private long notLearned;

    /// As long as nobody in a full table can have been silent for too long.
    private long fullUntilNs = Long.MIN_VALUE;

    private record Address(int vlan, MacAddress mac) {}

    /// @param atNs when it was last heard; never, for a card's own
    private record Learned<P>(P port, Optional<Long> atNs) {}

    private static final class Port {

        private final PortRules rules;
        private final PortCounters counters = new PortCounters();
        private final Pace flood;
        private final Optional<Pace> bytes;

        private Port(PortRules rules, SwitchSettings settings, long floodedTakesNs) {
            this.rules = rules;
            this.flood = new Pace(Math.multiplyExact(settings.floodBurst(), floodedTakesNs));
            this.bytes = rules instanceof PortRules.Card(var _, var _, var bandwidth)
                    ? bandwidth.map(
                            rate -> new Pace(rate.nanosFor(settings.burst().bytes())))
                    : Optional.empty();
        }
    }

    /// What becomes of a frame.
    public sealed interface Verdict<P> {}

    /// @param header as it goes on, with the tag of its virtual LAN
    /// @param to in order, none of them twice
    public record Passed<P>(FrameHeader header, List<P> to, boolean flooded) implements Verdict<P> {}

    public record Dropped<P>(DropReason why) implements Verdict<P> {}

    public SwitchCore(SwitchSettings settings) {
        this.settings = settings;
        this.floodedTakesNs = settings.floodLimit().timeOfNs(1);
    }

    /// Connects a port, in place of one of the same name.
    public void plug(P port, PortRules rules) {
        unplug(port);
        ports.put(port, new Port(rules, settings, floodedTakesNs));
        if (rules instanceof PortRules.Card(var mac, var vlan, var _)) {
            table.put(new Address(vlan, mac), new Learned<>(port, Optional.empty()));
        }
    }

    /// Nothing is behind it any more, and what was learned there is forgotten.
    public void unplug(P port) {
        if (ports.remove(port) != null) {
            table.values().removeIf(learned -> learned.port().equals(port));
        }
    }

    /// A frame comes in.
    ///
    /// @param bytes of it, with its header
    public Verdict<P> pass(P from, FrameHeader frame, long bytes, long nowNs) {
        Port port = ports.get(from);
        if (port == null) {
            return new Dropped<>(DropReason.NO_PORT);
        }
        port.counters.in(1, bytes);
        Verdict<P> verdict = judge(from, port, new Coming(frame, bytes, nowNs));
        switch (verdict) {
            case Dropped<P>(var why) -> port.counters.dropped(why, 1);
            case Passed<P>(var _, var to, var flooded) -> {
                to.forEach(out -> counters(out).out(1, bytes));
                if (flooded) {
                    port.counters.flooded(1);
                }
            }
        }
        return verdict;
    }

    /// Where frames with this header go, of which there are too many to look at each: as [#pass] says, with no limit
    /// and no count.
    public Verdict<P> route(P from, FrameHeader frame, long nowNs) {
        Port port = ports.get(from);
        if (port == null) {
            return new Dropped<>(DropReason.NO_PORT);
        }
        Optional<DropReason> refusal = refusal(from, port.rules, frame);
        if (refusal.isPresent()) {
            return new Dropped<>(refusal.get());
        }
        FrameHeader tagged = frame.tagged(vlanOf(port.rules, frame));
        learn(from, port.rules, tagged, nowNs);
        return destinations(from, tagged, nowNs);
    }

    /// What a port may send to everybody or to nobody known, in thousandths of a frame a second.
    public long floodedMilli() {
        return Exact.floorMulDiv(
                settings.floodLimit().events(),
                MILLI_SECOND_NS,
                settings.floodLimit().periodNs());
    }

    /// Somebody says, by a frame that goes no further, that this address is behind the port.
    ///
    /// @return whether that is believed
    public boolean hear(P port, int vlan, MacAddress mac, long nowNs) {
        Port there = ports.get(port);
        var header = new FrameHeader(mac, MacAddress.BROADCAST, vlan);
        if (there == null || refusal(port, there.rules, header).isPresent()) {
            return false;
        }
        learn(port, there.rules, header, nowNs);
        return true;
    }

    /// The virtual LAN of a port's untagged frames; [FrameHeader#UNTAGGED] where there is none.
    public int vlan(P port) {
        Port there = ports.get(port);
        var untagged = new FrameHeader(MacAddress.BROADCAST, MacAddress.BROADCAST, FrameHeader.UNTAGGED);
        return there == null ? FrameHeader.UNTAGGED : vlanOf(there.rules, untagged);
    }

    /// Where frames to this address go out, if that is known.
    public Optional<P> place(int vlan, MacAddress mac, long nowNs) {
        return fresh(new Address(vlan, mac), nowNs).map(Learned::port);
    }

    /// Somebody knows better: what was learned of this address is not true any more.
    public void forget(int vlan, MacAddress mac) {
        table.computeIfPresent(
                new Address(vlan, mac), (_, learned) -> learned.atNs().isEmpty() ? learned : null);
    }

    /// What a port's bulk was, of which no single frames are known.
    public void account(P port, Bulk bulk) {
        PortCounters counters = counters(port);
        counters.in(bulk.framesIn() + bulk.dropped(), bulk.bytesIn());
        counters.out(bulk.framesOut(), bulk.bytesOut());
        counters.flooded(bulk.flooded());
        bulk.why().ifPresent(why -> counters.dropped(why, bulk.dropped()));
    }

    /// @param flooded of the frames that came in
    /// @param dropped frames that came in besides, and went no further
    public record Bulk(
            long framesIn,
            long bytesIn,
            long framesOut,
            long bytesOut,
            long flooded,
            long dropped,
            Optional<DropReason> why) {}

    public Optional<PortCounters.Snapshot> snapshot(P port) {
        return Optional.ofNullable(ports.get(port)).map(there -> there.counters.snapshot());
    }

    /// By port.
    public SortedMap<P, PortCounters.Snapshot> snapshots() {
        SortedMap<P, PortCounters.Snapshot> all = new TreeMap<>();
        ports.forEach((name, port) -> all.put(name, port.counters.snapshot()));
        return all;
    }

    /// Takes an address that is remembered.
    ///
    /// @param <P> names a port
    public interface Knowledge<P> {

        /// @param heardNs empty: it is a card's own
        void of(int vlan, MacAddress mac, P port, Optional<Long> heardNs);
    }

    /// Names all addresses that it remembers, in no certain order.
    public void known(Knowledge<P> each) {
        table.forEach((address, learned) -> each.of(address.vlan(), address.mac(), learned.port(), learned.atNs()));
    }

    /// Addresses that it remembers, cards' own among them.
    public int addresses() {
        return table.size();
    }

    /// How often an address was not remembered for want of room.
    public long notLearned() {
        return notLearned;
    }

    private record Coming(FrameHeader frame, long bytes, long nowNs) {}

    private Verdict<P> judge(P from, Port port, Coming coming) {
        FrameHeader frame = coming.frame();
        long nowNs = coming.nowNs();
        Optional<DropReason> refusal = refusal(from, port.rules, frame);
        if (refusal.isPresent()) {
            return new Dropped<>(refusal.get());
        }
        if (port.bytes.isPresent() && !port.bytes.get().pass(nowNs, takesNs(port.rules, coming.bytes()))) {
            return new Dropped<>(DropReason.RATE_LIMIT);
        }
        FrameHeader tagged = frame.tagged(vlanOf(port.rules, frame));
        learn(from, port.rules, tagged, nowNs);
        return forward(from, port, tagged, nowNs);
    }

    private Optional<DropReason> refusal(P from, PortRules rules, FrameHeader frame) {
        boolean ownTag =
                rules instanceof PortRules.Trunk || frame.vlan() == FrameHeader.UNTAGGED || rules.carries(frame.vlan());
        if (!ownTag) {
            return Optional.of(DropReason.FORGED_VLAN);
        }
        boolean forged =
                switch (rules) {
                    case PortRules.Card(var mac, var _, var _) ->
                        !frame.source().equals(mac);
                    case PortRules.Open _, PortRules.Trunk _ -> {
                        Learned<P> known = table.get(new Address(vlanOf(rules, frame), frame.source()));
                        yield frame.source().isGroup()
                                || (known != null
                                        && known.atNs().isEmpty()
                                        && !known.port().equals(from));
                    }
                };
        return forged ? Optional.of(DropReason.FORGED_MAC) : Optional.empty();
    }

    private static int vlanOf(PortRules rules, FrameHeader frame) {
        return switch (rules) {
            case PortRules.Card(var _, var vlan, var _) -> vlan;
            case PortRules.Open(var vlan) -> vlan;
            case PortRules.Trunk() -> frame.vlan();
        };
    }

    private static long takesNs(PortRules rules, long bytes) {
        return rules instanceof PortRules.Card(var _, var _, var bandwidth)
                ? bandwidth.orElseThrow().nanosFor(bytes)
                : 0;
    }

    private void learn(P from, PortRules rules, FrameHeader frame, long nowNs) {
        if (rules instanceof PortRules.Card) {
            return; // known since it was plugged in
        }
        Address address = new Address(frame.vlan(), frame.source());
        if (!table.containsKey(address) && table.size() >= settings.addresses() && !makeRoom(nowNs)) {
            notLearned++;
            return;
        }
        table.put(address, new Learned<>(from, Optional.of(nowNs)));
    }

    /// Forgets who was silent for too long.
    private boolean makeRoom(long nowNs) {
        if (nowNs < fullUntilNs) {
            return false;
        }
        table.values().removeIf(learned -> isOld(learned, nowNs));
        long oldestNs = table.values().stream()
                .flatMap(learned -> learned.atNs().stream())
                .mapToLong(Long::longValue)
                .min()
                .orElse(nowNs);
        fullUntilNs = oldestNs + settings.ageing().toNanos();
        return table.size() < settings.addresses();
    }

    private Verdict<P> forward(P from, Port port, FrameHeader frame, long nowNs) {
        Verdict<P> verdict = destinations(from, frame, nowNs);
        return verdict instanceof Passed<P> passed && passed.flooded() && !port.flood.pass(nowNs, floodedTakesNs)
                ? new Dropped<>(DropReason.FLOOD_LIMIT)
                : verdict;
    }

    private Verdict<P> destinations(P from, FrameHeader frame, long nowNs) {
        Optional<Learned<P>> known = frame.destination().isGroup()
                ? Optional.empty()
                : fresh(new Address(frame.vlan(), frame.destination()), nowNs);
        if (known.isPresent()) {
            P to = known.get().port();
            return to.equals(from) ? new Dropped<>(DropReason.NOBODY) : new Passed<>(frame, List.of(to), false);
        }
        List<P> everywhere = new ArrayList<>();
        ports.forEach((name, other) -> {
            boolean maybe = frame.destination().isGroup() || !(other.rules instanceof PortRules.Card);
            if (maybe && other.rules.carries(frame.vlan()) && !name.equals(from)) {
                everywhere.add(name);
            }
        });
        return everywhere.isEmpty() ? new Dropped<>(DropReason.NOBODY) : new Passed<>(frame, everywhere, true);
    }

    private Optional<Learned<P>> fresh(Address address, long nowNs) {
        return Optional.ofNullable(table.get(address)).filter(learned -> !isOld(learned, nowNs));
    }

    private boolean isOld(Learned<P> learned, long nowNs) {
        Duration ageing = settings.ageing();
        return learned.atNs().filter(at -> nowNs - at > ageing.toNanos()).isPresent();
    }

    private PortCounters counters(P port) {
        Port there = ports.get(port);
        if (there == null) {
            throw new IllegalArgumentException("no port " + port);
        }
        return there.counters;
    }
}
