package io.godwit.cpu;

/// How long vCPUs that woke waited until they ran, or for a page, as counts in buckets: 16 to each doubling, so a
/// percentile is too high by less than 1/16. Longer than 18 minutes counts as that.
///
/// The form is that of HdrHistogram, without its generality and its objects.
public final class WakeLatency {

    private static final int SUB_BITS = 4;
    private static final int SUBS = 1 << SUB_BITS;
    private static final int LONGEST_BIT = 40;

    private final int[] counts = new int[(LONGEST_BIT - SUB_BITS + 1) * SUBS];
    private long count;
    private long sumNs;
    private long longestNs;

    public void record(long ns) {
        counts[bucket(ns)]++;
        count++;
        sumNs += ns;
        longestNs = Math.max(longestNs, ns);
    }

    /// Adds what another recorder holds.
    public void add(WakeLatency other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
        count += other.count;
        sumNs += other.sumNs;
        longestNs = Math.max(longestNs, other.longestNs);
    }

    public long count() {
        return count;
    }

    public long longestNs() {
        return longestNs;
    }

    /// Zero if nobody woke.
    public long meanNs() {
        return count == 0 ? 0 : sumNs / count;
    }

    /// The least latency that this many of a thousand did not exceed, rounded up to its bucket's end; zero if nobody
    /// woke.
    public long permilleNs(int permille) {
        long wanted = Math.ceilDiv(count * permille, 1000);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) {
                return Math.min(longestNs, lastOf(i));
            }
        }
        return longestNs;
    }

    private static int bucket(long ns) {
        if (ns < SUBS) {
            return (int) Math.max(0, ns);
        }
        int bit = Math.min(LONGEST_BIT - 1, 63 - Long.numberOfLeadingZeros(ns));
        int sub = (int) Math.min(SUBS - 1, (ns >>> (bit - SUB_BITS)) - SUBS);
        return (bit - SUB_BITS + 1) * SUBS + sub;
    }

    private static long lastOf(int bucket) {
        if (bucket < SUBS) {
            return bucket;
        }
        int shift = bucket / SUBS - 1;
        return ((long) (SUBS + bucket % SUBS + 1) << shift) - 1;
    }
}
