package io.godwit.cpu;

import java.util.ArrayList;
import java.util.List;

/// For how long a VM wanted how much CPU: what a [DemandHistory] has counted. Those of several hosts add up.
///
/// @param spentNs by bucket, as long as the last one that is not 0
public record DemandSpread(List<Long> spentNs) {

    public static final DemandSpread NONE = new DemandSpread(List.of());

    public DemandSpread {
        spentNs = List.copyOf(spentNs);
    }

    public long observedNs() {
        return spentNs.stream().mapToLong(Long::longValue).sum();
    }

    public DemandSpread and(DemandSpread other) {
        List<Long> sum = new ArrayList<>();
        for (int bucket = 0; bucket < Math.max(spentNs.size(), other.spentNs.size()); bucket++) {
            sum.add(in(bucket) + other.in(bucket));
        }
        return new DemandSpread(sum);
    }

    /// What was wanted at most for this part of the time, in nano-cores, and at most an eighth too high; 0 of no time.
    ///
    /// @param permille of the time; 1000: always
    public long percentile(int permille) {
        long below = Math.ceilDiv(Math.multiplyExact(observedNs(), (long) permille), 1000);
        long seen = 0;
        for (int bucket = 0; bucket < spentNs.size(); bucket++) {
            seen += in(bucket);
            if (in(bucket) > 0 && seen >= below) {
                return DemandHistory.upperEdge(bucket);
            }
        }
        return 0;
    }

    private long in(int bucket) {
        return bucket < spentNs.size() ? spentNs.get(bucket) : 0;
    }
}
