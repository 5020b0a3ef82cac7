package io.godwit.migration.precopy;

import io.godwit.history.DowntimeParts;
import java.util.Optional;

/// The parts of the time a guest stood still: each is a duration on the clock of one machine, and no two machines'
/// times are compared. Only the state's way between them is on neither clock: it is the link's latency, as emulated.
///
/// @param source the parts at the source
/// @param transitNs the last bit's way
/// @param verifyNs until the state was in place, and the copy was proved as far as it was there, at the target
/// @param commitNs until the registry had answered, at the target
/// @param resumeNs until the guest ran, at the target
public record Downtime(AtSource source, long transitNs, long verifyNs, long commitNs, long resumeNs) {

    public long totalNs() {
        return parts().totalNs();
    }

    public DowntimeParts parts() {
        return new DowntimeParts(
                source.pauseNs(), source.pagesNs(), source.stateNs(), transitNs, verifyNs, commitNs, resumeNs);
    }

    /// What a source knows when it hands over.
    ///
    /// @param pauseNs from the order to pause until nothing of the guest moves
    /// @param pagesNs until the last page was on the wire, or the name of the last one that follows the guest; empty
    ///     if all pages follow
    /// @param stateNs until the state was on the wire, and a disk that goes along was whole at the target; for a
    ///     container, what dumping it took, too
    public record AtSource(long pauseNs, Optional<Long> pagesNs, long stateNs) {}
}
