package io.godwit.history;

import java.util.Optional;

/// What a guest that moves stands still for, one part after the other: together they are its downtime. Each is a
/// duration on the clock of one machine.
///
/// @param pauseNs from the order to pause until nothing of it moves
/// @param pagesNs until the last page that had to be there first was on the wire, or the name of the last one that
///     follows; empty if all pages follow
/// @param stateNs until its state was on the wire, and a disk that goes along was whole at the target
/// @param transitNs the last bit's way
/// @param verifyNs until the state was in place, and the copy was proved as far as it was there
/// @param commitNs until the registry had answered
/// @param resumeNs until the guest ran
public record DowntimeParts(
        long pauseNs,
        Optional<Long> pagesNs,
        long stateNs,
        long transitNs,
        long verifyNs,
        long commitNs,
        long resumeNs) {

    public long totalNs() {
        return pauseNs + pagesNs.orElse(0L) + stateNs + transitNs + verifyNs + commitNs + resumeNs;
    }
}
