package io.godwit.verdict;

import io.godwit.history.DowntimeParts;
import io.godwit.history.MigrationEvent;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import java.util.List;
import java.util.Optional;

/// One migration, or a move that brings nothing along: of a VM that was stopped, or that ends and starts elsewhere,
/// with its disk on an array.
///
/// @param source where its last guest ran, if it has none
/// @param mode how it was moved
/// @param reached the last phase that a side entered; empty for a move that has none
/// @param outcome empty: neither side told its end
/// @param why it did not come to the target
/// @param beganNs drill time; empty where the clocks can't be compared
/// @param bytes on the link, in all rounds
/// @param downtimeNs from the source's pause to the target's resume, as the target can tell; empty without a guest
/// @param slowed where it ran while it moved, at its source and then at its target: how much slower for that
/// @param prediction what its source expected, beside what came; empty where nothing was predicted
/// @param help what each help came to
/// @param cpu that carrying its pages took of both hosts; empty where none left, or its source did not come to its end
/// @param parts of that; empty where it did not move
/// @param pull of a guest that had all its pages in the end, and not at first
/// @param disk that went along, in full and with each further write; empty if it stayed, or was not there in the end
/// @param inFlight writes to its disk without an answer when it was handed over: made again at the target; empty if it
///     never was
/// @param missedFrames frames that came for it at the source while it stood there, or after it had left
/// @param outageNs the gap between acknowledgements that it made, as the client saw it; empty without a ledger, and for
///     a VM that was stopped before
public record MigrationRow(
        MigrationId migration,
        VmId vm,
        HostId source,
        HostId target,
        long epoch,
        MigrationEvent.Mode mode,
        Optional<MigrationEvent.Phase> reached,
        Optional<MigrationEvent.Outcome> outcome,
        Optional<String> why,
        Optional<Long> beganNs,
        Optional<Long> endedNs,
        long bytes,
        Optional<Long> downtimeNs,
        Optional<DowntimeParts> parts,
        Optional<Disk> disk,
        Optional<Long> inFlight,
        long missedFrames,
        Optional<Long> outageNs,
        List<Slowdown> slowed,
        Optional<Foretold> prediction,
        List<Help> help,
        Optional<Cpu> cpu,
        Optional<Pull> pull,
        List<Round> rounds) {

    /// How much slower a guest ran while it moved: of a throttle at its source, of pages that followed it at its
    /// target. That it stood still to be moved is apart.
    ///
    /// @param spanNs for how long it ran so
    /// @param lostNs for how long it would have had to stand still to get as little done as it did
    /// @param lostPercent of `spanNs`, to a tenth
    public record Slowdown(MigrationEvent.Side at, long spanNs, long lostNs, double lostPercent) {}

    /// What its source expected when its first page was about to leave.
    ///
    /// @param converges whether it was to move
    /// @param durationNs from then on until the guest ran at the target with all its pages, or it was given up
    /// @param downtimeNs that it was to have, or would have had if it had not stayed
    /// @param parts of that, as they were predicted
    public record Foretold(
            boolean converges,
            Compared rounds,
            Compared bytes,
            Compared durationNs,
            Compared downtimeNs,
            DowntimeParts parts) {}

    /// @param actual empty where something else than the guest's writes ended it, or nothing can be compared
    /// @param deviationPercent by how much of what was predicted it was missed, to a tenth; below 0: less came
    public record Compared(long predicted, Optional<Long> actual, Optional<Double> deviationPercent) {}

    /// What it took to bring a disk along, until each further write went to both.
    ///
    /// @param bytes on the link
    /// @param baseBytes of them what the target lacked of what the disk is an overlay over
    /// @param mirrored writes of the guest that had to go to both by then
    /// @param prediction what was expected as it began to be read; empty where nothing was
    public record Disk(long bytes, long baseBytes, long mirrored, long durationNs, Optional<ForetoldDisk> prediction) {}

    public record ForetoldDisk(Compared bytes, Compared durationNs) {}

    /// What it cost a guest to go on before its pages.
    ///
    /// @param faults how often it stood still for one
    /// @param stallNs in all
    /// @param medianNs of one wait; so are the others
    public record Pull(long faults, long stallNs, long medianNs, long p99Ns, long longestNs) {}

    /// What one help came to.
    ///
    /// @param lookedPages that it looked at
    /// @param pages of these, that it spared or made smaller; of a throttle an estimate
    /// @param hostCpuNs of the source's CPU
    /// @param guestCpuNs what a throttle took from the guest at most
    public record Help(
            MigrationEvent.Aid help, long lookedPages, long pages, long savedBytes, long hostCpuNs, long guestCpuNs) {}

    /// Core time of hosts, beside that of their guests, helps included.
    public record Cpu(long sourceNs, long targetNs) {}

    /// From its begin to its end.
    public Optional<Long> tookNs() {
        return endedNs.flatMap(end -> beganNs.map(began -> end - began));
    }

    /// Whether the guest goes on where it was sent.
    public boolean moved() {
        return outcome.filter(it -> it == MigrationEvent.Outcome.COMMITTED).isPresent();
    }

    /// By how long it would have had to stand still to get as little done as it did while it ran and moved; empty where
    /// it never ran so.
    public Optional<Long> lostNs() {
        return slowed.stream().map(Slowdown::lostNs).reduce(Long::sum);
    }

    /// @param endedNs drill time; empty where the clocks can't be compared
    /// @param dirtyBytesPerSecond how fast the guest dirtied pages meanwhile, as what they cost on the link
    /// @param remainingPages what the guest dirtied meanwhile
    /// @param savedBytes of pages that needed not be sent
    /// @param throttlePercent of its CPU that was taken from the guest meanwhile
    public record Round(
            int round,
            Optional<Long> endedNs,
            long pages,
            long bytes,
            long durationNs,
            long bytesPerSecond,
            long dirtyBytesPerSecond,
            long remainingPages,
            long savedBytes,
            int throttlePercent) {}
}
