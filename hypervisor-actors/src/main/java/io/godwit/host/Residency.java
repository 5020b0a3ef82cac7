package io.godwit.host;

import io.godwit.device.Disk;
import io.godwit.history.GuestEvent.Why;
import io.godwit.identity.CopyId;
import io.godwit.identity.MigrationId;
import io.godwit.vm.GuestState;
import java.util.Optional;
import java.util.OptionalLong;

/// Where a VM stands on its host. Each phase has the data that only it has.
sealed interface Residency {

    /// As [VmDescription] and [Lifecycle.Illegal] call it.
    String word();

    /// Of the guest here, or 0 as long as there is none.
    default long epoch() {
        return 0;
    }

    /// Of the guest that runs here or could go on at once.
    default OptionalLong guestEpoch() {
        return switch (this) {
            case Admitted(),
                    Reserved _,
                    Installed _,
                    Expected _,
                    Captured _,
                    Stopping _,
                    ShuttingDown _,
                    Booting _,
                    Recalling _ -> OptionalLong.empty();
            case Opening(var _, var _, Return(var epoch, var _, var _)) -> OptionalLong.of(epoch);
            case Opening _ -> OptionalLong.empty();
            case Running(var epoch) -> OptionalLong.of(epoch);
            case Stunned(var epoch) -> OptionalLong.of(epoch);
            case Pausing(var epoch, var _) -> OptionalLong.of(epoch);
            case Paused(var epoch, var _, var _) -> OptionalLong.of(epoch);
        };
    }

    /// It has room, and its first step is being taken.
    record Admitted() implements Residency {

        @Override
        public String word() {
            return "admitted";
        }
    }

    /// Room is kept, pages may come.
    record Reserved(MigrationId migration) implements Residency {

        @Override
        public String word() {
            return "reserved";
        }
    }

    /// All is here but the right to run.
    record Installed(MigrationId migration, GuestState state) implements Residency {

        @Override
        public String word() {
            return "installed";
        }
    }

    /// Room is kept for a clone of a VM that is here.
    record Expected(CopyId copy) implements Residency {

        @Override
        public String word() {
            return "expected";
        }
    }

    /// A clone: all is here but the right to run.
    ///
    /// @param incarnation of the node, for the history
    record Captured(CopyId copy, long incarnation, GuestState state) implements Residency {

        @Override
        public String word() {
            return "captured";
        }
    }

    /// The guest stands still, or was told to, until its disk is kept.
    record Stunned(long epoch) implements Residency {

        @Override
        public String word() {
            return "copying";
        }
    }

    /// Its disk is asked to open; nothing runs.
    ///
    /// @param request number of the request to the disk: an answer to another one is late and means nothing
    record Opening(long request, long epoch, Cause cause) implements Residency {

        @Override
        public String word() {
            return "opening";
        }
    }

    /// Its disk is open, and its guest on the way to where its programs run. Nothing of it has effect yet.
    ///
    /// @param guest as it begins
    record Booting(long epoch, Beginning beginning, GuestState guest) implements Residency {

        @Override
        public String word() {
            return "booting";
        }
    }

    /// Its disk is open, and its memory comes from beside the copy that the disk is equal to. Nothing of it has effect
    /// yet.
    ///
    /// @param request number of the request to the disk that is under way
    /// @param index of the batch that was asked for
    record Recalling(long request, long epoch, Boot boot, Disk.Opened opened, int index) implements Residency {

        CopyId copy() {
            return boot.recall().orElseThrow();
        }

        @Override
        public String word() {
            return "recalling";
        }
    }

    record Running(long epoch) implements Residency {

        @Override
        public String word() {
            return "running";
        }
    }

    /// The guest was told to pause and hasn't said yet that it did.
    record Pausing(long epoch, Why why) implements Residency {

        @Override
        public String word() {
            return "pausing";
        }
    }

    record Paused(long epoch, Why why, GuestState state) implements Residency {

        @Override
        public String word() {
            return "paused";
        }
    }

    /// The guest was told to end and hasn't said yet that it did. Nothing of it has effect any more.
    ///
    /// @param discard whether its disk goes too
    /// @param byForce whether nobody waits for it to end by itself
    record Stopping(long epoch, boolean discard, boolean byForce) implements Residency {

        @Override
        public String word() {
            return "stopping";
        }
    }

    /// The guest has said that it ended, and takes the time that this takes; nobody waits for it who ends it by force.
    record ShuttingDown(long epoch) implements Residency {

        @Override
        public String word() {
            return "stopping";
        }
    }

    /// Why a disk is opened.
    sealed interface Cause {}

    /// Why one is opened for a guest that begins here.
    sealed interface Beginning extends Cause {

        /// Of the node, for the history.
        long incarnation();

        /// Whether it ran before and its memory is gone.
        default boolean memoryLost() {
            return false;
        }
    }

    /// A start from the disk.
    ///
    /// @param recall the copy whose memory it goes on from, if the disk is still equal to that
    record Boot(@Override long incarnation, @Override boolean memoryLost, Optional<CopyId> recall)
            implements Beginning {}

    /// A clone begins its own life.
    record Birth(@Override long incarnation, GuestState state) implements Beginning {}

    /// A guest that came from another host goes on here.
    record Arrival(GuestState state, Why why) implements Cause {}

    /// A guest that is paused here goes on in a new epoch.
    ///
    /// @param epochBefore which it had until now
    record Return(long epochBefore, GuestState state, Why why) implements Cause {}
}
