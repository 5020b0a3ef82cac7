package io.godwit.migration.precopy;

import io.godwit.unit.Bandwidth;
import java.util.concurrent.atomic.AtomicLong;

/// A host's way to others, which its migrations share: it takes one batch after the other.
///
/// **The number.** Whatever was taken has left when the way was free, and its size over the link's bandwidth has
/// passed. So a way never gives more than its link has. As each migration has one batch under way at a time, those that
/// want all of it take turns and get equal parts; what one leaves, be it by its bandwidth cap, others have.
///
/// *Not modelled*: that a host takes what several others send it at one time, guests' packets, and replication: each of
/// these has the link for itself.
///
/// Safe to use from several actors.
public final class WayOut {

    private final AtomicLong freeAtNs = new AtomicLong(Long.MIN_VALUE);

    /// @param fromNs the earliest moment for the first bit
    /// @return when the last bit is on the wire
    /// @throws ArithmeticException if the bandwidth is zero
    public long take(long fromNs, long bytes, Bandwidth link) {
        long lengthNs = link.nanosFor(bytes);
        return freeAtNs.updateAndGet(free -> Math.addExact(Math.max(free, fromNs), lengthNs));
    }
}
