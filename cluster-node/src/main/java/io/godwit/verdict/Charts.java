package io.godwit.verdict;

import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import java.util.List;

/// What is drawn over time, small enough to be looked at. Recoveries by tier and rounds of migrations are drawn from
/// the rows of VMs and migrations.
///
/// @param fromNs drill time of the left edge, a little before the baseline; what began before it begins there
/// @param toNs drill time of the right edge
/// @param bands faults, as long as they lasted
public record Charts(
        long fromNs, long toNs, List<Band> bands, List<Lane> lanes, long lanesLeftOut, Writes writes, Copies copies) {

    /// @param victims nodes that it struck
    public record Band(String step, String verb, long fromNs, long toNs, List<NodeId> victims) {}

    /// A host's swim lane.
    public record Lane(HostId host, NodeId node, String site, List<Stay> stays) {}

    /// A time that a VM spent on a host in one state.
    public record Stay(VmId vm, long epoch, State state, long fromNs, long toNs) {}

    public enum State {
        RUNNING,
        PAUSED
    }

    /// Acknowledged writes by group, counted in equal buckets from [Charts#fromNs].
    public record Writes(long bucketNs, List<WritesOfGroup> groups) {}

    public record WritesOfGroup(String group, List<Long> acknowledged) {}

    /// How many copies of a VM ran at once: never more than one.
    ///
    /// @param highest of all VMs at all times
    /// @param vms those that changed most
    /// @param known false where the clocks can't be compared, and the rest is empty
    public record Copies(boolean known, int highest, List<CopiesOfVm> vms) {}

    public record CopiesOfVm(VmId vm, List<Change> changes) {}

    /// From here on that many copies run.
    public record Change(long atNs, int copies) {}
}
