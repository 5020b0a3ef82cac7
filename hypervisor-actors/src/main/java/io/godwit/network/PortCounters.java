package io.godwit.network;

import java.util.Collections;
import java.util.EnumMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// What passed one port of a switch, since it was plugged in. In and out are the switch's: what a guest sends comes in.
public final class PortCounters {

    private long framesIn;
    private long bytesIn;
    private long framesOut;
    private long bytesOut;
    private long flooded;
    private final EnumMap<DropReason, Long> dropped = new EnumMap<>(DropReason.class);

    void in(long frames, long bytes) {
        framesIn += frames;
        bytesIn += bytes;
    }

    void out(long frames, long bytes) {
        framesOut += frames;
        bytesOut += bytes;
    }

    void flooded(long frames) {
        flooded += frames;
    }

    void dropped(DropReason why, long frames) {
        if (frames > 0) {
            dropped.merge(why, frames, Long::sum);
        }
    }

    /// @param flooded frames that came in here and went to everybody
    /// @param dropped frames that came in here and went no further
    public record Snapshot(
            long framesIn,
            long bytesIn,
            long framesOut,
            long bytesOut,
            long flooded,
            SortedMap<DropReason, Long> dropped) {

        public Snapshot {
            dropped = Collections.unmodifiableSortedMap(new TreeMap<>(dropped));
        }

        /// Frames whose sender tried to be somebody else.
        public long forged() {
            return dropped.entrySet().stream()
                    .filter(entry -> entry.getKey().isForgery())
                    .mapToLong(entry -> entry.getValue())
                    .sum();
        }
    }

    Snapshot snapshot() {
        return new Snapshot(framesIn, bytesIn, framesOut, bytesOut, flooded, new TreeMap<>(dropped));
    }
}
