package io.godwit.migration.precopy;

import io.godwit.link.LinkQuality;
import java.util.Locale;

/// How long the guest would stand still if it were stopped now: from the source's pause to the target's resume.
///
/// @param pages dirty pages that would have to be sent while it stands
/// @param bytes what they are charged on the wire
/// @param pagesNs time they take on the wire
/// @param stateNs time the state of vCPUs and devices takes on the wire
/// @param latencyNs the last bit's way
/// @param commitNs the registry's round for the commit, taken to be as long as its last answer to a ping: both are a
///     majority's round trip
public record Forecast(long pages, long bytes, long pagesNs, long stateNs, long latencyNs, long commitNs) {

    /// @throws ArithmeticException if the bandwidth is zero
    public static Forecast of(long pages, WireCost cost, LinkQuality link, long commitNs) {
        return new Forecast(
                pages,
                cost.bytesOf(pages),
                cost.nanosOf(pages, link.bandwidth()),
                link.bandwidth().nanosFor(cost.state().bytes()),
                link.latency().toNanos(),
                commitNs);
    }

    /// The same, where its pages go as this.
    Forecast sent(long chargedBytes, long takenNs) {
        return new Forecast(pages, chargedBytes, takenNs, stateNs, latencyNs, commitNs);
    }

    public long downtimeNs() {
        return Math.addExact(Math.addExact(pagesNs, stateNs), Math.addExact(latencyNs, commitNs));
    }

    @Override
    public String toString() {
        return pages + " pages left, a downtime of " + millis(downtimeNs());
    }

    /// For people: a tenth of a millisecond is as fine as anybody asks.
    static String millis(long ns) {
        return String.format(Locale.ROOT, "%.1f ms", ns / 1e6);
    }
}
