package io.godwit.node;

import io.godwit.history.GuestEvent.Why;
import io.godwit.host.Lifecycle;
import io.godwit.identity.VmId;
import io.godwit.registry.Copies;
import io.godwit.registry.VmRecord;
import io.godwit.vm.VmSpec;

/// What a host does next to become what the registry says it is.
sealed interface HostStep {

    VmId vm();

    /// Take up an assignment, or keep a guest that went on while its node was declared lost; then start it if it is not
    /// here.
    ///
    /// @param here whether the guest is on the host already
    record Confirm(VmRecord record, boolean here) implements HostStep {

        @Override
        public VmId vm() {
            return record.spec().id();
        }
    }

    /// Tell the registry that what it believes to be here is not.
    record Report(VmRecord record, String why) implements HostStep {

        @Override
        public VmId vm() {
            return record.spec().id();
        }
    }

    /// Tell the registry that the guest has begun.
    record Up(VmRecord record) implements HostStep {

        @Override
        public VmId vm() {
            return record.spec().id();
        }
    }

    /// Take up a reboot, now that the guest of the epoch before has ended.
    record Reboot(VmRecord record) implements HostStep {

        @Override
        public VmId vm() {
            return record.spec().id();
        }
    }

    /// Make the guest what the record says, and tell the registry where that was asked.
    record Revise(VmRecord record, VmSpec to) implements HostStep {

        @Override
        public VmId vm() {
            return record.spec().id();
        }

        boolean wasAsked() {
            return record.changes().asked().isPresent();
        }
    }

    /// Take a VM as it is, and tell the registry.
    record Copy(VmRecord record, Copies.Job job) implements HostStep {

        static Lifecycle.Taking what(Copies.Job job) {
            return switch (job.aim()) {
                case Copies.AsClones(var clones) -> new Lifecycle.Taking.Clones(clones);
                case Copies.AsWholes _ -> new Lifecycle.Taking.Whole();
                case Copies.AsSnapshot(var _, var memory) ->
                    memory ? new Lifecycle.Taking.Memory() : new Lifecycle.Taking.Nothing();
            };
        }

        @Override
        public VmId vm() {
            return record.spec().id();
        }
    }

    record Stop(VmId vm, Why why) implements HostStep {}

    record Pause(VmId vm, Why why) implements HostStep {}

    record Resume(VmId vm, long epoch, Why why) implements HostStep {}
}
