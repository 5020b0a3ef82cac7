package io.godwit.host;

import io.godwit.device.Disk;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.network.VirtualSwitch;
import io.godwit.vm.VmRequest;

/// What comes to a [Hypervisor] from its own guests, disks, switch and timers.
sealed interface Inner extends HypervisorCommand {

    /// @param speaker whose line it came by
    record FromGuest(Resident speaker, VmRequest request) implements Inner {}

    record FromDisk(Disk.Answer answer) implements Inner {}

    record Streamed(VirtualSwitch.Streamed stream) implements Inner {}

    record SwitchShown(VirtualSwitch.Shown shown) implements Inner {}

    record FromSwitch(VirtualSwitch.Arrived frame) implements Inner {}

    /// The boot of this epoch is over, or what a clone takes before it goes on, if it was not given up.
    record BootEnded(VmId vm, long epoch) implements Inner {}

    /// The guest of this epoch has ended by itself, if it was not ended by force before.
    record ShutDown(VmId vm, long epoch) implements Inner {}

    /// The change of a guest that runs has taken its time.
    record RevisionDue(Lifecycle.ReviseVm revise) implements Inner {}

    /// What a migration asked for has taken its time.
    record TransferDue(Transfer command) implements Inner {}

    /// @param ofMemory whether it is the memory that is waited for; else the disk
    record CopyOverdue(VmId vm, CopyId copy, boolean ofMemory) implements Inner {}

    /// All that happens in this instant has happened.
    enum InstantEnded implements Inner {
        INSTANCE
    }

    record AlarmRang(long atNs) implements Inner {}

    /// A guest has misbehaved for as long as it was to.
    ///
    /// @param number of the time that it began
    record ConductOver(VmId vm, Misbehaviour how, long number) implements Inner {}

    /// It is time to write down again what guests want and get.
    enum MeterTurn implements Inner {
        INSTANCE
    }

    /// It is time to repeat what guests' bulk asks for.
    enum BulkTurn implements Inner {
        INSTANCE
    }

    /// It is time to look at the host's memory again.
    enum MemoryTurn implements Inner {
        INSTANCE
    }
}
