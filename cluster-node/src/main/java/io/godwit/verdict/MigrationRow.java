package io.godwit.verdict;

import io.godwit.history.MigrationEvent;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import java.util.List;
import java.util.Optional;

/// One migration.
///
/// @param mode how it was moved
/// @param reached the last phase that a side entered
/// @param outcome empty: neither side told its end
/// @param why it did not come to the target
/// @param beganNs drill time; empty where the clocks can't be compared
/// @param bytes on the link, in all rounds
/// @param downtimeNs from the source's pause to the target's resume, as the target can tell
/// @param help what each help came to
/// @param pull of a guest that had all its pages in the end, and not at first
/// @param disk that went along, in full and with each further write; empty if it stayed, or was not there in the end
/// @param inFlight writes to its disk without an answer when it was handed over: made again at the target; empty if it
///     never was
/// @param missedFrames frames that came for it at the source while it stood there, or after it had left
/// @param outageNs the gap between acknowledgements that it made, as the client saw it; empty without a ledger
public record MigrationRow(
        MigrationId migration,
        VmId vm,
        HostId source,
        HostId target,
        long epoch,
        MigrationEvent.Mode mode,
        MigrationEvent.Phase reached,
        Optional<MigrationEvent.Outcome> outcome,
        Optional<String> why,
        Optional<Long> beganNs,
        Optional<Long> endedNs,
        long bytes,
        Optional<Long> downtimeNs,
        Optional<Disk> disk,
        Optional<Long> inFlight,
        long missedFrames,
        Optional<Long> outageNs,
        List<Help> help,
        Optional<Pull> pull,
        List<Round> rounds) {

    /// What it took to bring a disk along, until each further write went to both.
    ///
    /// @param bytes on the link
    /// @param baseBytes of them what the target lacked of what the disk is an overlay over
    /// @param mirrored writes of the guest that had to go to both by then
    public record Disk(long bytes, long baseBytes, long mirrored, long durationNs) {}

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

    /// Whether the guest goes on where it was sent.
    boolean moved() {
        return outcome.filter(it -> it == MigrationEvent.Outcome.COMMITTED).isPresent();
    }

    /// @param endedNs drill time; empty where the clocks can't be compared
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
            long remainingPages,
            long savedBytes,
            int throttlePercent) {}
}
