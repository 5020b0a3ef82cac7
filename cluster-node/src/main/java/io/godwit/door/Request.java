package io.godwit.door;

import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.host.HostTopic;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.migration.precopy.TermsWish;
import io.godwit.portable.Manifest;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.registry.Priority;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What a call at a door asks for.
sealed interface Request {

    /// Whose door this is, and what the fleet is made of.
    record ShowFleet() implements Request {}

    record ShowHosts() implements Request {}

    record ShowHost(HostId host) implements Request {}

    record ShowVms() implements Request {}

    record ShowVm(VmId vm) implements Request {}

    record ShowImages() implements Request {}

    record ShowImage(String image) implements Request {}

    /// One side of a VM where it is.
    record Inspect(VmId vm, Topic topic) implements Request {

        enum Topic {
            /// Why its guest was left.
            EXITS,
            /// What its CPU time went into.
            COST,
            /// What its disk gets done.
            IO,
            /// What its network card gets done.
            NET
        }
    }

    /// One side of a host as a whole.
    record InspectHost(HostId host, HostTopic topic) implements Request {}

    /// @param panic whether it takes its kernel along
    record Crash(VmId vm, boolean panic) implements Request {}

    /// Lets a guest get out of hand.
    ///
    /// @param lasting empty: it is to behave again
    record Conduct(VmId vm, Misbehaviour how, Optional<VmId> as, Optional<Duration> lasting) implements Request {}

    record CreateVms(VmForm form) implements Request {}

    /// What the controller is asked as it stands.
    ///
    /// @param done a sentence for when it is accepted
    record Change(Wish wish, String done) implements Request {}

    /// What VMs use of what they have.
    record ShowUses() implements Request {}

    /// How much arrays hold, as they say it.
    record ShowDatastores() implements Request {}

    /// How many VMs groups have, and by which rules.
    record ShowGroups() implements Request {}

    /// Ends the guest that is there now, and starts it again.
    record Reboot(VmId vm) implements Request {}

    record Revert(VmId vm, String snapshot) implements Request {}

    /// A portable file of a snapshot.
    record Export(VmId vm, String snapshot) implements Request {}

    /// A VM from a portable file, which is whole.
    ///
    /// @param vm its name here
    /// @param disk the array that is to have its disk; empty: the one that had it, or the only one
    record Import(VmId vm, Optional<String> disk, Manifest manifest, Path file) implements Request {}

    /// What moves, and what waits for its turn to.
    record ShowMigrations() implements Request {}

    /// @param terms where they are not the fleet's
    record Migrate(VmId vm, Optional<HostId> to, TermsWish terms, Priority priority) implements Request {}

    /// What [Migrate] is expected to take; nothing moves.
    ///
    /// @param to empty: the host to which the way is narrowest
    record Predict(VmId vm, Optional<HostId> to, TermsWish terms) implements Request {}

    record Act(Deed deed) implements Request {}

    /// What happened so far.
    ///
    /// @param after empty: from the beginning
    /// @param last at most this many of each node, the newest
    record ListEvents(Optional<Cursor> after, int last) implements Request {}

    /// What happens from now on, or from where the caller was cut off.
    record FollowEvents(Optional<Cursor> after) implements Request {}
}
