package io.godwit.guest;

import io.godwit.device.Disk.Held;
import io.godwit.device.HeldNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What a client outside saw acknowledged, and when: the evidence for outage, recovery and loss. All times are the
/// client's own. Kept whole, at 16 bytes an acknowledgement.
public final class LedgerRecord {

    /// A time without acknowledgements.
    public record Gap(long fromNs, long toNs) {

        public long lengthNs() {
            return toNs - fromNs;
        }
    }

    /// A person had the disk go back to a snapshot. What was acknowledged in between is undone as asked for, and not
    /// lost.
    ///
    /// @param sinceNs when the snapshot was ordered: what was acknowledged before is in it
    /// @param epoch the last one before the disk went back
    public record Undoing(long sinceNs, long epoch) {}

    /// Acknowledged writes that the disk does not hold, and should.
    ///
    /// @param oldestAcknowledgedNs when the one that was acknowledged first was; empty if none is missing
    /// @param undone writes that the disk does not hold as somebody asked for that
    public record Loss(long writes, OptionalLong oldestAcknowledgedNs, long undone) {

        /// The recovery point after a fault: from that acknowledgement to the fault, and zero if nothing is missing
        /// or what is was acknowledged later.
        public long recoveryPointNs(long faultNs) {
            return oldestAcknowledgedNs.isEmpty() ? 0 : Math.max(0, faultNs - oldestAcknowledgedNs.getAsLong());
        }
    }

    private long[] numbers = new long[16];
    private long[] timesNs = new long[16];
    private int count;

    /// The time of each epoch's first answer.
    private final TreeMap<Long, Long> epochs = new TreeMap<>();

    /// The epoch of the answers from an index on: epochs never go back.
    private final TreeMap<Integer, Long> epochFrom = new TreeMap<>();

    private long newestEpoch;

    void acknowledged(long nowNs, long number, long epoch) {
        if (count > 0 && nowNs < timesNs[count - 1]) {
            throw new IllegalArgumentException("time went back from " + timesNs[count - 1] + " to " + nowNs);
        }
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * count);
            timesNs = Arrays.copyOf(timesNs, 2 * count);
        }
        numbers[count] = number;
        timesNs[count++] = nowNs;
        if (!epochs.containsKey(epoch)) {
            epochFrom.put(count - 1, epoch);
        }
        epochs.putIfAbsent(epoch, nowNs);
        sawEpoch(epoch);
    }

    void sawEpoch(long epoch) {
        newestEpoch = Math.max(newestEpoch, epoch);
    }

    /// How many writes were acknowledged, each counted once.
    public int acknowledged() {
        return count;
    }

    /// The newest epoch that an answer named; 0 before the first.
    public long newestEpoch() {
        return newestEpoch;
    }

    /// The first acknowledgement at or after a time, by a guest of at least this epoch. With the time of a fault
    /// and the epoch after it, this ends the recovery time.
    public OptionalLong firstAcknowledgedNs(long fromNs, long minEpoch) {
        var started = epochs.tailMap(minEpoch).values().stream()
                .mapToLong(Long::longValue)
                .min();
        return started.isEmpty() ? OptionalLong.empty() : firstAtOrAfter(Math.max(fromNs, started.getAsLong()));
    }

    /// The time of the last acknowledgement; empty if there was none.
    public OptionalLong lastAcknowledgedNs() {
        return count == 0 ? OptionalLong.empty() : OptionalLong.of(timesNs[count - 1]);
    }

    /// The service outage around a time span: the longest gap between acknowledgements that overlaps it, counted
    /// whole. Before the first acknowledgement and after the last, a gap is counted from the span's start and to
    /// its end.
    public Gap longestGap(long fromNs, long toNs) {
        int next = indexAtOrAfter(fromNs);
        long sinceNs = next > 0 ? timesNs[next - 1] : fromNs;
        var longest = new Gap(sinceNs, sinceNs);
        while (sinceNs < toNs) {
            long untilNs = next < count ? timesNs[next] : Math.max(toNs, sinceNs);
            if (untilNs - sinceNs > longest.lengthNs()) {
                longest = new Gap(sinceNs, untilNs);
            }
            sinceNs = untilNs;
            next++;
        }
        return longest;
    }

    /// How many writes were acknowledged from a time, included, to another, excluded: for charts.
    public int acknowledgedBetween(long fromNs, long toNs) {
        return indexAtOrAfter(toNs) - indexAtOrAfter(fromNs);
    }

    /// Compares what was acknowledged with what the disk holds of this client in the end.
    public Loss loss(Held disk) {
        return loss(disk, List.of());
    }

    /// As [#loss(Held)], where the disk went back to snapshots meanwhile.
    public Loss loss(Held disk, List<Undoing> undoings) {
        HeldNumbers held = HeldNumbers.of(disk);
        long missing = 0;
        long undone = 0;
        var oldestNs = OptionalLong.empty();
        for (int i = 0; i < count; i++) {
            if (held.contains(numbers[i])) {
                continue;
            }
            if (isUndone(i, undoings)) {
                undone++;
            } else {
                oldestNs = missing == 0 ? OptionalLong.of(timesNs[i]) : oldestNs;
                missing++;
            }
        }
        return new Loss(missing, oldestNs, undone);
    }

    private boolean isUndone(int index, List<Undoing> undoings) {
        long epoch = undoings.isEmpty() ? 0 : epochFrom.floorEntry(index).getValue();
        return undoings.stream().anyMatch(undoing -> timesNs[index] >= undoing.sinceNs() && epoch <= undoing.epoch());
    }

    /// The time of each epoch's first acknowledgement.
    public Map<Long, Long> epochStartsNs() {
        return new TreeMap<>(epochs);
    }

    private OptionalLong firstAtOrAfter(long timeNs) {
        int index = indexAtOrAfter(timeNs);
        return index < count ? OptionalLong.of(timesNs[index]) : OptionalLong.empty();
    }

    /// The first of equal times.
    private int indexAtOrAfter(long timeNs) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (timesNs[middle] < timeNs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
