package io.godwit.drill;

import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.migration.precopy.Terms;
import io.godwit.registry.Priority;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.Share;
import io.godwit.unit.Words;
import io.godwit.vm.SpecChange;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// What a step does. `lasting` empty means until the heal; `back` empty means that what was lost stays away.
public sealed interface Action {

    /// The word for it in the file.
    default String verb() {
        return switch (this) {
            case Migrate _ -> "migrate";
            case Drain _ -> "drain";
            case Restore _ -> "restore";
            case Order(var _, var deed) -> deed.verb();
            case Kill _ -> "kill";
            case PowerOff _ -> "power-off";
            case Pause _ -> "pause";
            case Partition _ -> "partition";
            case Degrade _ -> "degrade";
            case Crash _, CrashGuest _ -> "crash";
            case Misbehave _ -> "misbehave";
        };
    }

    /// Whom it is done to, in the file's words.
    default String target() {
        return switch (this) {
            case Migrate(var vms, var to, var _, var _, var _) ->
                vms + to.map(host -> " to host " + host).orElse("");
            case Drain(var host, var _) -> host.toString();
            case Restore(var host) -> "host " + host;
            case Order(var _, Deed.Scale(var group, var _)) -> "group " + group;
            case Order(var _, Deed.ScaleBy by) -> "group " + by.group();
            case Order(var vms, var _) -> vms.toString();
            case Kill(var nodes, var _) -> nodes.toString();
            case PowerOff(var host, var _) -> host.toString();
            case Pause(var nodes, var _) -> nodes.toString();
            case Partition(var cut, var _) -> cut.toString();
            case Degrade(var way, var _, var _) -> way.toString();
            case CrashGuest(var vm, var _) -> "guest " + vm;
            case Misbehave(var vms, var conduct, var _) -> vms + ": " + conduct;
            case Crash(var party, var how, var _) ->
                "migration " + party.word() + (how == Blow.KILL ? "" : ": " + how.word());
        };
    }

    /// Whether it breaks something, and so must have evidence that it bit.
    default boolean isFault() {
        return switch (this) {
            case Migrate _, Drain _, Restore _, Order _ -> false;
            case Kill _, PowerOff _, Pause _, Partition _, Degrade _, Crash _, CrashGuest _, Misbehave _ -> true;
        };
    }

    /// @param to empty: the placement chooses
    /// @param mode that the step says
    record Migrate(VmChoice vms, Optional<HostId> to, Optional<Mode> mode, Terms terms, Priority priority)
            implements Action {}

    record Drain(HostChoice host, Priority priority) implements Action {}

    /// Lets a drained host have VMs again.
    record Restore(HostId host) implements Action {}

    /// Something that the fleet does with VMs that are there.
    record Order(VmChoice vms, Deed deed) implements Action {}

    sealed interface Deed {

        default String verb() {
            return getClass().getSimpleName().toLowerCase(Locale.ROOT);
        }

        record Stop() implements Deed {}

        /// Of those that were stopped.
        record Start() implements Deed {}

        record Reboot() implements Deed {}

        /// Of their migrations; those that do not move are left alone.
        record Cancel() implements Deed {}

        /// Of their migrations: what is left follows the guest. Those that do not move are left alone.
        record Postcopy() implements Deed {}

        /// @param byReboot what can't be changed while it runs is changed by a reboot
        record Resize(SpecChange change, boolean byReboot) implements Deed {}

        record Pin(SpecChange change) implements Deed {}

        /// Gives them another standing for memory.
        record Stand(SpecChange change, boolean byReboot) implements Deed {}

        /// @param as the clone's name
        /// @param full whether all of it is copied, so that it begins wherever there is room
        record Clone(VmId as, boolean full) implements Deed {}

        /// @param as the snapshot's name
        /// @param memory whether what its guest has in memory is kept, too
        record Snapshot(String as, boolean memory) implements Deed {}

        /// Writes what a snapshot of it has into a portable file, which the drill keeps.
        ///
        /// @param as the file's name
        record Export(String as, String snapshot) implements Deed {}

        /// Makes a VM of a portable file.
        ///
        /// @param file one that was exported before
        /// @param corrupt whether one bit of it is turned first, so that it must be refused
        record Import(String file, VmId as, boolean corrupt) implements Deed {}

        /// Makes an image of what a snapshot of it has.
        ///
        /// @param as the image's name
        record SaveImage(String as, String snapshot) implements Deed {

            @Override
            public String verb() {
                return "image-save";
            }
        }

        /// Refused while a VM is based on it.
        record RemoveImage(String name) implements Deed {

            @Override
            public String verb() {
                return "image-remove";
            }
        }

        /// Makes a VM of a saved image, otherwise of the make of the one that it is ordered with.
        record Create(VmId as, String image) implements Deed {}

        /// For ever: their disks are dropped, too.
        record Destroy() implements Deed {}

        /// @param name of a snapshot, which is dropped once no disk starts from it
        record DropSnapshot(String name) implements Deed {

            @Override
            public String verb() {
                return "snapshot-delete";
            }
        }

        /// @param to how many VMs the group has from then on
        record Scale(String group, int to) implements Deed {}

        /// The group's size follows what its VMs want of their CPU.
        ///
        /// @param utilisation that they are to have on average
        /// @param cooldown from one change of the size to the next
        record ScaleBy(String group, int min, int max, Share utilisation, Duration cooldown) implements Deed {

            @Override
            public String verb() {
                return "scale";
            }
        }

        /// Lets their disks go back: what was acknowledged since is undone on purpose.
        ///
        /// @param to a snapshot's name
        record RestoreVm(String to) implements Deed {

            @Override
            public String verb() {
                return "restore-vm";
            }
        }
    }

    /// SIGKILL.
    record Kill(NodeChoice nodes, Optional<Duration> back) implements Action {}

    /// The emulated machine loses power; its node's process goes on.
    record PowerOff(HostChoice host, Optional<Duration> back) implements Action {}

    /// SIGSTOP, later SIGCONT.
    record Pause(NodeChoice nodes, Optional<Duration> lasting) implements Action {}

    record Partition(Cut cut, Optional<Duration> lasting) implements Action {}

    record Degrade(Way way, Worse worse, Optional<Duration> lasting) implements Action {}

    /// Strikes the node of a party of the migration that the step's trigger named, at that very moment.
    ///
    /// @param back when it is started again, goes on or is heard again
    record Crash(Party party, Blow how, Optional<Duration> back) implements Action {}

    /// How a party of a migration is struck.
    enum Blow {
        /// SIGKILL.
        KILL,
        /// SIGSTOP, later SIGCONT.
        PAUSE,
        /// Cut off from all other nodes and from arrays; clients still reach it.
        PARTITION;

        public String word() {
            return Words.of(this);
        }
    }

    /// Lets a guest fail, as a bug in it would.
    ///
    /// @param panic whether it takes its kernel along: a container's is that of all containers of its host
    record CrashGuest(VmId vm, boolean panic) implements Action {}

    /// Lets guests get out of hand.
    record Misbehave(VmChoice vms, Conduct conduct, Optional<Duration> lasting) implements Action {}

    /// @param as in whose name it forges; empty: of another VM of its host
    record Conduct(Misbehaviour how, Optional<VmId> as) {

        @Override
        public String toString() {
            return Words.of(how) + as.map(vm -> " as " + vm).orElse("");
        }
    }

    /// What a degraded link can do; what is empty stays as it was. At least one is given.
    record Worse(Optional<Duration> latency, Optional<Bandwidth> bandwidth) {}

    enum Party {
        SOURCE,
        TARGET,
        CONTROLLER;

        public String word() {
            return Words.of(this);
        }
    }
}
