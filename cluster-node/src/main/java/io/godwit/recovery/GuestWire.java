package io.godwit.recovery;

import io.godwit.device.Disk;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.host.Transfer;
import io.godwit.host.VmDevices;
import io.godwit.host.VmInspection;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.LinkQuality;
import io.godwit.link.NodeId;
import io.godwit.link.WireMessage;
import io.godwit.migration.Arrival;
import io.godwit.migration.CardRoom;
import io.godwit.migration.precopy.HandoverCost;
import io.godwit.migration.precopy.MeasuredWrites;
import io.godwit.migration.precopy.MeasuredWrites.Count;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What doors and drills ask of a guest where it is, service [#SERVICE] on each host node. Answers go to whoever asked,
/// with the number of the request.
public sealed interface GuestWire extends WireMessage {

    String SERVICE = "guests";

    /// What became of its CPU time. Answered by [Inspected] or [NotThere].
    record Inspect(long request, HostId host, VmId vm) implements GuestWire {}

    /// Lets it fail. Answered by [Crashed] or [NotThere].
    ///
    /// @param panic whether it takes its kernel along
    record Crash(long request, HostId host, VmId vm, boolean panic) implements GuestWire {}

    /// Lets it get out of hand. Answered by [Misbehaves], [Crashed] or [NotThere].
    ///
    /// @param as in whose name it forges; empty: of another VM of its host
    /// @param lasting empty: until it is told to behave
    record Misbehave(
            long request, HostId host, VmId vm, Misbehaviour how, Optional<VmId> as, Optional<Duration> lasting)
            implements GuestWire {}

    /// Lets it do that no more. Answered by [Behaves] or [NotThere].
    record Behave(long request, HostId host, VmId vm, Misbehaviour how) implements GuestWire {}

    record Misbehaves(long request, VmId vm, Misbehaviour how) implements GuestWire {}

    record Behaves(long request, VmId vm, Misbehaviour how) implements GuestWire {}

    record Inspected(long request, VmInspection inspection) implements GuestWire {}

    /// What its devices get done. Answered by [DevicesInspected] or [NotThere].
    record InspectDevices(long request, HostId host, VmId vm) implements GuestWire {}

    record DevicesInspected(long request, VmDevices devices) implements GuestWire {}

    /// What does the host's own disk hold of it? Answered by [DiskAudited], if the host has power.
    record AuditDisk(long request, HostId host, VmId vm) implements GuestWire {}

    record DiskAudited(long request, VmId vm, List<Disk.Held> held) implements GuestWire {

        public DiskAudited {
            held = List.copyOf(held);
        }
    }

    /// What does it write, and what would its move to one of these take? Counts for [MeasuredWrites#WINDOW]. Answered
    /// by [WritesSeen], [Unanswered] or [NotThere].
    ///
    /// @param targets to which it might move, at least one
    record WatchWrites(long request, HostId host, VmSpec spec, List<Place> targets) implements GuestWire {

        public WatchWrites {
            targets = List.copyOf(targets);
        }
    }

    record Place(HostId host, NodeId node) {}

    /// @param pages of its memory
    record WritesSeen(long request, VmId vm, Written written, Transfer.Zeroes zeroes, long pages, Way way)
            implements GuestWire {}

    /// How it would move now.
    ///
    /// @param to the target behind the narrowest link
    /// @param out of its host
    /// @param in to that target
    record Way(HostId to, LinkQuality link, CardRoom out, CardRoom in, HandoverCost handover) {}

    /// A target has not said within the window what arriving there takes.
    record Unanswered(long request, VmId vm, HostId to) implements GuestWire {}

    /// What would it take if this guest came? Answered by [ArrivalTried], if registry and datastore answer.
    record TryArrival(long request, HostId host, VmSpec spec) implements GuestWire {}

    record ArrivalTried(long request, Arrival arrival) implements GuestWire {}

    /// Different pages, each count with the time that it really took: a busy machine is late.
    ///
    /// @param early that it wrote in [MeasuredWrites#EARLY]
    /// @param half that it wrote in the first half of the window
    /// @param whole in all of the window
    /// @param most that it is known to be able to write: those it ever wrote, if no other came in the window
    record Written(Count early, Count half, Count whole, long most) {}

    record Crashed(long request, VmId vm) implements GuestWire {}

    /// @param phase what it is on the host instead, such as `absent` or `paused`
    record NotThere(long request, VmId vm, String phase) implements GuestWire {}
}
