package io.godwit.history;

import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import java.util.Optional;

/// What the control plane saw and decided, written by the node that did.
public sealed interface FleetEvent extends Event {

    record LeaderElected(NodeId leader, long term) implements FleetEvent {}

    record LeaderRetired(NodeId leader, long term, String why) implements FleetEvent {}

    record NodeJoined(NodeId joined, long incarnation) implements FleetEvent {}

    /// The controller has not heard from a node for a while: a suspicion, no authority.
    record NodeSuspected(NodeId suspect, long incarnation, long term) implements FleetEvent {}

    /// The fence: this incarnation can no longer act.
    record LostDeclared(NodeId lost, long incarnation, long term, Evidence evidence) implements FleetEvent {}

    record RestartDecided(VmId vm, long epoch, long term, int tier) implements FleetEvent {}

    record Placed(VmId vm, HostId host, long epoch, long term) implements FleetEvent {}

    record PlacementRefused(VmId vm, String why) implements FleetEvent {}

    /// Somebody asked for a move that finds no place: it waits for its turn.
    ///
    /// @param to empty: the placement chooses when its turn comes
    /// @param priority high, normal or low
    record MoveQueued(VmId vm, Optional<HostId> to, String priority) implements FleetEvent {}

    /// A move that waited is not made.
    record MoveDropped(VmId vm, String why) implements FleetEvent {}

    /// A VM is to start at this host next.
    ///
    /// @param restarts its guest ends for that
    record Bound(VmId vm, HostId host, boolean restarts) implements FleetEvent {}

    record VmCreated(VmId vm) implements FleetEvent {}

    record VmDestroyed(VmId vm) implements FleetEvent {}

    record DrainStarted(HostId host) implements FleetEvent {}

    record DrainFinished(HostId host, int moved, int left) implements FleetEvent {}

    /// By its rule.
    ///
    /// @param utilisationPermille what its VMs wanted of their CPU
    record GroupScaled(String group, int from, int to, int utilisationPermille) implements FleetEvent {}

    record ScaleRefused(String group, String why) implements FleetEvent {}

    /// Pekko's membership told so; never authority.
    record Unreachable(NodeId observed) implements FleetEvent {}

    record Reachable(NodeId observed) implements FleetEvent {}

    enum Evidence {
        /// The permit's length and the drift have passed since the last grant.
        PERMIT_EXPIRED,
        /// The process is known to have ended.
        PROCESS_ENDED,
        /// An operator said so.
        OPERATOR
    }
}
