package io.godwit.migration;

/// The parts of the time a guest stood still: each is a duration on the clock of one machine, and no two machines'
/// times are compared. Only the state's way between them is on neither clock: it is the link's latency, as emulated.
///
/// @param pauseNs from the order to pause until nothing of the guest moves, at the source
/// @param pagesNs until the last page was on the wire, at the source
/// @param stateNs until the state was on the wire, and a disk that goes along was whole at the target, at the source
/// @param transitNs the last bit's way
/// @param verifyNs until the copy was proved, at the target
/// @param commitNs until the registry had answered, at the target
/// @param resumeNs until the guest ran, at the target
public record Downtime(
        long pauseNs, long pagesNs, long stateNs, long transitNs, long verifyNs, long commitNs, long resumeNs) {

    public long totalNs() {
        return pauseNs + pagesNs + stateNs + transitNs + verifyNs + commitNs + resumeNs;
    }

    /// What a source knows when it hands over.
    public record AtSource(long pauseNs, long pagesNs, long stateNs) {}
}
