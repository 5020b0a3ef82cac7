package io.godwit.migration.precopy;

import io.godwit.unit.Bandwidth;

/// Parallel channels of one migration, as QEMU's multifd and vMotion's streams: each is a thread at either end, and
/// carries what one core can send. What helps make of pages is work of the same cores.
///
/// *Not modelled*: a window that is too small for the link.
///
/// @param count 1 to [#MOST]
/// @param each what one of them carries at most
public record Channels(int count, Bandwidth each) {

    public static final int MOST = 8;

    /// "Typically, one stream helper is capable of saturating ±15 GbE of bandwidth", and "one helper equals one CPU
    /// core" (N. Hagoort, VMware: Auto-Tuning vMotion Streams, 2021).
    public static final Bandwidth EACH = Bandwidth.parse("15Gbit");

    /// QEMU's `multifd-channels` (migration/options.c, 9.0).
    public static final int USUAL_COUNT = 2;

    private static final Channels ONE = new Channels(1, EACH);

    public Channels {
        if (count < 1 || count > MOST || each.bitsPerSecond() == 0) {
            throw new IllegalArgumentException(count + " channels of " + each);
        }
    }

    public static Channels one() {
        return ONE;
    }

    /// What they carry of a bandwidth.
    Bandwidth of(Bandwidth link) {
        long all = each.bitsPerSecond() > link.bitsPerSecond() ? link.bitsPerSecond() : each.bitsPerSecond() * count;
        return all < link.bitsPerSecond() ? new Bandwidth(all) : link;
    }

    /// What the cores that send spend on so many bytes.
    long cpuNsFor(long bytes) {
        return each.nanosFor(bytes);
    }

    /// How long all of them together take to make so many bytes of pages and to send them.
    ///
    /// @param packingNs what helps take of a core
    long workNs(long bytes, long packingNs) {
        return (cpuNsFor(bytes) + packingNs) / count;
    }
}
