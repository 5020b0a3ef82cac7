package io.godwit.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// One direction between two nodes: when what is sent arrives, and what a cut does to it. It knows no clock; every call
/// says what time it is.
///
/// A parcel waits until those before it are on the way, takes its size over the bandwidth to get onto the way, and
/// arrives a latency later, never before an earlier one. A cut strikes what is on the way as well as what comes later.
///
/// *Not modelled*: slow start, retransmission back-off after a heal (held parcels leave at once), loss within a healthy
/// connection, and other traffic on the same wire.
final class Lane<P> {

    /// Parcels held for one direction. Beyond it the newest is lost. It is Artery's default for the messages queued to
    /// one peer (`pekko.remote.artery.advanced.outbound-message-queue-size`).
    static final int MAX_HELD = 3072;

    /// A parcel on its way.
    ///
    /// @param number tells it from every other departure of its lane, even of the same parcel
    record Departure<P>(long number, P parcel, long bytes, long arrivalNs) {}

    private final Deque<Departure<P>> flying = new ArrayDeque<>();
    private final Deque<Departure<P>> held = new ArrayDeque<>();
    private LinkQuality quality;
    private Optional<CutMode> cut = Optional.empty();
    private long freeAtNs;
    private long lastArrivalNs;
    private long departures;
    private long messages;
    private long bytes;
    private long lost;

    Lane(LinkQuality quality) {
        this.quality = quality;
    }

    /// Takes a parcel. It arrives at the time of the departure, unless a cut comes in between; empty if it is held or
    /// lost.
    ///
    /// @param extraNs added to the latency of this parcel
    Optional<Departure<P>> send(long nowNs, P parcel, long size, long extraNs) {
        messages++;
        bytes += size;
        if (cut.isEmpty()) {
            return Optional.of(depart(nowNs, parcel, size, extraNs));
        }
        if (cut.get() == CutMode.HOLD && held.size() < MAX_HELD) {
            held.add(new Departure<>(departures++, parcel, size, nowNs));
        } else {
            lost++;
        }
        return Optional.empty();
    }

    /// Whether a parcel really arrives now that its time has come: not if a cut took it. Parcels arrive in the order of
    /// their departures.
    boolean arrive(Departure<P> departure) {
        Departure<P> first = flying.peek();
        if (first == null || first.number() != departure.number()) {
            return false;
        }
        flying.remove();
        return true;
    }

    /// Lets nothing through from now on. A cut of a lane that is cut already changes its mode.
    void cut(long nowNs, CutMode mode) {
        cut = Optional.of(mode);
        freeAtNs = nowNs;
        lastArrivalNs = nowNs;
        switch (mode) {
            case HOLD -> held.addAll(flying);
            case LOSE -> {
                lost += flying.size() + held.size();
                held.clear();
            }
        }
        flying.clear();
    }

    /// Ends a cut.
    ///
    /// @return what was held and leaves now, in order
    List<Departure<P>> heal(long nowNs) {
        cut = Optional.empty();
        List<Departure<P>> leaving = new ArrayList<>(held.size());
        while (!held.isEmpty()) {
            Departure<P> late = held.remove();
            leaving.add(depart(nowNs, late.parcel(), late.bytes(), 0));
        }
        return leaving;
    }

    /// Changes what the lane can do for what is sent from now on.
    void become(LinkQuality changed) {
        quality = changed;
    }

    LinkQuality quality() {
        return quality;
    }

    boolean isCut() {
        return cut.isPresent();
    }

    /// Counts a parcel that arrived where nobody was.
    void noteLost() {
        lost++;
    }

    Traffic traffic() {
        return new Traffic(messages, bytes, lost, held.size());
    }

    private Departure<P> depart(long nowNs, P parcel, long size, long extraNs) {
        freeAtNs = Math.max(nowNs, freeAtNs) + quality.bandwidth().nanosFor(size);
        lastArrivalNs = Math.max(lastArrivalNs, freeAtNs + quality.latency().toNanos() + extraNs);
        Departure<P> departure = new Departure<>(departures++, parcel, size, lastArrivalNs);
        flying.add(departure);
        return departure;
    }
}
