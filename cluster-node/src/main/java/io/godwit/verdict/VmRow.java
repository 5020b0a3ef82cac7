package io.godwit.verdict;

import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.vm.Isolation;
import io.godwit.vm.Protection;
import java.util.List;
import java.util.Optional;

/// What became of one VM.
///
/// @param before where it was at drill time zero
/// @param after where it was in the end
/// @param acknowledged writes that its client saw acknowledged; empty without a ledger
/// @param longestOutageNs the longest gap between acknowledgements from drill time zero on; empty without a ledger
/// @param recoveries in order of time
/// @param lost empty without a ledger, and of a VM that was destroyed on purpose
public record VmRow(
        VmId vm,
        String group,
        int tier,
        Protection protection,
        Isolation isolation,
        Place before,
        Place after,
        Optional<Long> acknowledged,
        Optional<Long> longestOutageNs,
        List<Recovery> recoveries,
        Optional<Lost> lost) {

    /// @param host empty: nowhere, or nobody knows
    public record Place(Optional<HostId> host, long epoch, boolean running) {}

    /// From a fault that took the VM's host to its first acknowledged write at a newer epoch.
    ///
    /// @param step the fault
    /// @param faultNs drill time
    /// @param to empty: it was never started again
    /// @param memoryLost whether the guest started from its disk
    /// @param rtoNs empty: there is no acknowledged write, or nobody writes to it
    public record Recovery(
            String step,
            NodeId node,
            HostId from,
            Optional<HostId> to,
            long epochBefore,
            Optional<Long> epochAfter,
            boolean memoryLost,
            long faultNs,
            Stages stages,
            Optional<Long> rtoNs) {}

    /// What the time of a recovery was spent on: each from the end of the stage before it that is known, so that all
    /// together are the recovery time. Empty where it was not seen, or only on clocks that can't be compared.
    ///
    /// @param detectNs until the controller missed the node, or another was elected in its place
    /// @param fenceNs until the registry declared it lost
    /// @param decideNs until the controller decided to restart the VM
    /// @param placeNs until the registry had assigned it
    /// @param startNs until the guest ran
    /// @param firstWriteNs until its client had an acknowledgement
    public record Stages(
            Optional<Long> detectNs,
            Optional<Long> fenceNs,
            Optional<Long> decideNs,
            Optional<Long> placeNs,
            Optional<Long> startNs,
            Optional<Long> firstWriteNs) {}

    /// What the disk does not hold of what was acknowledged.
    ///
    /// @param audited false: the disk could not be read, and all else is unknown
    /// @param rpoNs fault minus acknowledgement of the oldest missing write; 0 if none is missing
    public record Lost(boolean audited, long writes, long rpoNs) {

        Optional<Long> ifAudited(long value) {
            return audited ? Optional.of(value) : Optional.empty();
        }
    }
}
