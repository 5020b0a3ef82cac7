package io.godwit.recovery;

import io.godwit.history.MigrationEvent.Mode;
import io.godwit.identity.CopyId;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.link.WireMessage;
import io.godwit.migration.precopy.Terms;
import io.godwit.registry.CommandId;
import io.godwit.registry.GroupRule;
import io.godwit.registry.Priority;
import io.godwit.registry.RegistryView;
import io.godwit.vm.SpecChange;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Optional;

/// What doors and drills ask of the controller, service [#SERVICE] on each voter; and what the controller tells hosts.
public sealed interface ControlWire extends WireMessage {

    String SERVICE = "controller";

    /// @param id a repeat with the same id does nothing twice
    record Order(CommandId id, Wish wish) implements ControlWire {}

    record Carried(CommandId id, Outcome outcome) implements ControlWire {}

    record NotLeader(CommandId id, Optional<NodeId> leader) implements ControlWire {}

    /// What a person or a program wants.
    sealed interface Wish {

        record Create(List<VmSpec> vms) implements Wish {}

        /// A VM whose disk starts from a copy that its datastore has.
        ///
        /// @param recalls whether its guest goes on from the memory beside that
        record Adopt(VmSpec vm, CopyId copy, boolean recalls) implements Wish {}

        record Destroy(VmId vm) implements Wish {}

        record Pause(VmId vm) implements Wish {}

        record Resume(VmId vm) implements Wish {}

        /// Ends the guest; it stays ended until somebody wants it to start.
        record Stop(VmId vm) implements Wish {}

        record Start(VmId vm) implements Wish {}

        /// @param epoch of the guest that is to end: a repeat that comes later ends no other
        record Reboot(VmId vm, long epoch) implements Wish {}

        /// Answered when the VM's host has made it so, or can't.
        ///
        /// @param byReboot what can't be changed while the guest runs is changed by a reboot
        record Revise(VmId vm, SpecChange change, boolean byReboot) implements Wish {}

        /// Makes VMs that have the memory and the disk of another, as it is at one instant. Answered when that began.
        ///
        /// @param full whether all of it is copied, so that they begin wherever there is room
        record Clone(VmId vm, List<VmId> names, boolean full) implements Wish {}

        /// Keeps a VM's disk as it is under a name. Answered when that began.
        ///
        /// @param memory whether what its guest has in memory is kept, too
        record Snapshot(VmId vm, String name, boolean memory) implements Wish {}

        /// Lets a VM's disk go back to a snapshot.
        ///
        /// @param epoch of the guest that ends with it: a repeat that comes later ends no other
        record Revert(VmId vm, long epoch, String snapshot) implements Wish {}

        record DropSnapshot(VmId vm, String snapshot) implements Wish {}

        /// About saved images.
        sealed interface OfImage extends Wish permits SaveImage, RemoveImage, Make {}

        /// What the snapshot has is an image from now on.
        record SaveImage(String image, VmId vm, String snapshot) implements OfImage {}

        record RemoveImage(String image) implements OfImage {}

        /// VMs whose disks start from a saved image.
        record Make(List<VmSpec> vms, String image) implements OfImage {}

        /// The group has so many VMs from now on.
        record Scale(String group, int to) implements Wish {}

        /// The group's size follows its utilisation from now on.
        record Rule(GroupRule rule) implements Wish {}

        /// The group's size stays as it is.
        record Unrule(String group) implements Wish {}

        /// One that finds no place, as enough others are in flight, waits for its turn; accepted without a migration.
        ///
        /// @param to empty: the placement chooses
        /// @param mode that somebody chose for this VM; empty: the fleet's, or what suits a container
        /// @param terms with the fleet's mode where none was chosen
        record Migrate(VmId vm, Optional<HostId> to, Optional<Mode> mode, Terms terms, Priority priority)
                implements Wish {}

        /// Ends a VM's migration, which stays where it is, or its waiting for one; refused once the target's commit has
        /// won.
        record Cancel(VmId vm) implements Wish {}

        /// Lets a VM that moves as a hybrid go on at its target before its pages; refused if it moves otherwise.
        /// Nothing happens if it stands already.
        record SwitchOver(VmId vm) implements Wish {}

        /// Moves all VMs away and keeps new ones out; answered when it began, finished by `FleetEvent.DrainFinished`.
        ///
        /// @param priority of its moves
        record Drain(HostId host, Priority priority) implements Wish {}

        record Restore(HostId host) implements Wish {}

        /// The process of a node is known to have ended: a confirmed fence.
        record ConfirmEnded(NodeId node, long incarnation) implements Wish {}

        /// @param after empty: from the first VM on; else those whose names sort behind it
        record Show(Optional<VmId> after) implements Wish {}
    }

    sealed interface Outcome {

        /// @param migrations that begin with it
        /// @param bound of a move without one: where the VM starts next
        record Accepted(List<MigrationId> migrations, Optional<Bound> bound) implements Outcome {

            public Accepted(List<MigrationId> migrations) {
                this(migrations, Optional.empty());
            }
        }

        /// @param restarts its guest ends for that, and starts there at once
        record Bound(HostId host, boolean restarts) {}

        record Refused(String why) implements Outcome {}

        /// @param view all nodes and hosts, and one page of VMs: a link passes no more at once
        /// @param more there are VMs behind the last one
        record Shown(NodeId leader, long term, RegistryView view, boolean more) implements Outcome {}
    }
}
