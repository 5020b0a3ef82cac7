package io.godwit.history;

import io.godwit.identity.CopyId;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;

/// What happened to a guest, written by the host it is on.
public sealed interface GuestEvent extends Event {

    VmId vm();

    HostId host();

    long epoch();

    /// The guest runs from here on; `memoryLost` when it starts from its disk although it ran before.
    record Started(VmId vm, HostId host, long epoch, long incarnation, boolean memoryLost) implements GuestEvent {}

    record Paused(VmId vm, HostId host, long epoch, Why why) implements GuestEvent {}

    record Resumed(VmId vm, HostId host, long epoch, Why why) implements GuestEvent {}

    record Stopped(VmId vm, HostId host, long epoch, Why why) implements GuestEvent {}

    /// The guest was taken as it stood at this moment.
    ///
    /// @param digest of its memory, which taking it does not change
    record Copied(VmId vm, HostId host, long epoch, CopyId copy, long digest) implements GuestEvent {}

    /// The guest goes on from the memory that was kept beside a copy of its disk.
    ///
    /// @param digest of that memory, which is what it was when it was taken
    record Recalled(VmId vm, HostId host, long epoch, CopyId copy, long digest) implements GuestEvent {}

    /// The VM has another size or share of the CPU from here on, without a pause.
    record Revised(VmId vm, HostId host, long epoch, int vcpus, long memoryBytes) implements GuestEvent {}

    /// An effect of the guest was withheld by its own host, because the permit had run out.
    record EffectWithheld(VmId vm, HostId host, long epoch, Effect effect) implements GuestEvent {}

    /// A frame for or from an old epoch was refused.
    record FrameRefused(VmId vm, HostId host, long epoch, long current) implements GuestEvent {}

    /// Something that a guest did in somebody else's name was refused by its own host, and counted.
    record ForgeryRefused(VmId vm, HostId host, long epoch, Forgery what) implements GuestEvent {}

    enum Why {
        /// A person or a program asked for it.
        REQUESTED,
        /// It starts again at once, on the same host.
        REBOOT,
        /// It is taken as it is at this instant.
        COPY,
        MIGRATION,
        MIGRATION_ABORTED,
        PERMIT_EXPIRED,
        PERMIT_RETURNED,
        /// The registry names another owner or epoch.
        NOT_OWNER,
        /// The datastore refused the epoch.
        FENCED,
        POWER_OFF,
        /// It failed by itself.
        CRASHED,
        /// A container touched more memory than its control group lets it have.
        OUT_OF_MEMORY,
        /// The kernel that it shares with others panicked.
        KERNEL_PANIC
    }

    enum Effect {
        DISK_WRITE,
        FRAME
    }

    /// In whose name, or where, a guest acts that may not.
    enum Forgery {
        /// A frame with another card's address.
        MAC,
        /// A frame with the tag of a virtual LAN that it is not in.
        VLAN,
        /// A message to its hypervisor in the name of another VM.
        REQUEST
    }
}
