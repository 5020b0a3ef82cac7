package io.godwit.migration.precopy;

import io.godwit.history.MigrationEvent.Aid;
import io.godwit.unit.Exact;

/// What one help came to.
///
/// @param looked pages that it looked at
/// @param pages of these, that it spared or made smaller; of a throttle an estimate of those that were not written
/// @param savedBytes that were not sent
/// @param hostCpuNs of the source's CPU that it spent
/// @param guestCpuNs of its CPU that a throttle took from the guest, at most
public record HelpUse(Aid aid, long looked, long pages, long savedBytes, long hostCpuNs, long guestCpuNs) {

    static HelpUse none(Aid aid) {
        return new HelpUse(aid, 0, 0, 0, 0, 0);
    }

    HelpUse plus(HelpUse other) {
        return new HelpUse(
                aid,
                looked + other.looked,
                pages + other.pages,
                savedBytes + other.savedBytes,
                hostCpuNs + other.hostCpuNs,
                guestCpuNs + other.guestCpuNs);
    }

    /// The same, of a guest of so many vCPUs.
    HelpUse ofVcpus(int count) {
        return new HelpUse(aid, looked, pages, savedBytes, hostCpuNs, guestCpuNs * count);
    }

    /// As much of it as a part of its pages comes to.
    ///
    /// @param part of `whole`
    HelpUse part(long part, long whole) {
        return whole == 0
                ? none(aid)
                : new HelpUse(
                        aid,
                        Exact.floorMulDiv(looked, part, whole),
                        Exact.floorMulDiv(pages, part, whole),
                        Exact.floorMulDiv(savedBytes, part, whole),
                        Exact.floorMulDiv(hostCpuNs, part, whole),
                        Exact.floorMulDiv(guestCpuNs, part, whole));
    }
}
