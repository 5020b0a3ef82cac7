package io.godwit.history;

import io.godwit.identity.CopyId;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import java.util.List;
import java.util.Optional;

/// What happened to a guest, written by the host it is on.
public sealed interface GuestEvent extends Event {

    VmId vm();

    HostId host();

    long epoch();

    /// The guest runs from here on; `memoryLost` when it starts from its disk although it ran before.
    record Started(VmId vm, HostId host, long epoch, long incarnation, boolean memoryLost) implements GuestEvent {}

    /// A guest that ran before is to start, and its host's own disk has nothing of it: what it had there was lost with
    /// another host, and its disk is empty from here on.
    record DiskLost(VmId vm, HostId host, long epoch) implements GuestEvent {}

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
    ///
    /// @param cores that it may run on; empty: any
    record Revised(VmId vm, HostId host, long epoch, int vcpus, long memoryBytes, Optional<List<Integer>> cores)
            implements GuestEvent {

        /// Of one that may run on any core.
        public Revised(VmId vm, HostId host, long epoch, int vcpus, long memoryBytes) {
            this(vm, host, epoch, vcpus, memoryBytes, Optional.empty());
        }
    }

    /// An effect of the guest was withheld by its own host, because the permit had run out.
    record EffectWithheld(VmId vm, HostId host, long epoch, Effect effect) implements GuestEvent {}

    /// A frame for or from an old epoch was refused.
    record FrameRefused(VmId vm, HostId host, long epoch, long current) implements GuestEvent {}

    /// A frame came where its guest stands still to be moved, or was until it moved, and is lost: its sender repeats
    /// it.
    record FrameMissed(VmId vm, HostId host, long epoch) implements GuestEvent {}

    /// Something that a guest did in somebody else's name was refused by its own host, and counted.
    record ForgeryRefused(VmId vm, HostId host, long epoch, Forgery what) implements GuestEvent {}

    /// The guest is out of hand from here on: by a bug, or because somebody else has taken it over.
    record Misbehaved(VmId vm, HostId host, long epoch, Misbehaviour how) implements GuestEvent {}

    /// The guest does that no more.
    ///
    /// @param deeds how often it did it: pages touched, frames or requests forged
    record Behaved(VmId vm, HostId host, long epoch, Misbehaviour how, long deeds) implements GuestEvent {}

    /// What the guest wanted and got since it was last written down. Written of all guests of a host while one of them
    /// misbehaves.
    record Metered(VmId vm, HostId host, long epoch, Meter meter) implements GuestEvent {}

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
        /// Pages that it lacks can't come: the link to where they are is cut.
        PULL_CUT,
        /// They come again.
        PULL_RESUMED,
        /// Pages that it lacked are gone.
        MEMORY_LOST,
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

    /// How a guest misbehaves.
    enum Misbehaviour {
        /// It spins on all of its vCPUs.
        CPU,
        /// It touches page after page, as fast as it can.
        MEMORY,
        /// It asks its disk for more than any disk does.
        DISK,
        /// It sends small frames to the world outside, as many as its vCPUs let it.
        FLOOD,
        /// It sends as many to everybody in its virtual LAN.
        STORM,
        /// It fails.
        CRASH,
        /// It fails with its kernel, which containers share.
        PANIC,
        /// It sends frames with another card's address.
        FORGE_MAC,
        /// It sends frames with the tag of a virtual LAN that it is not in.
        FORGE_VLAN,
        /// It asks its hypervisor for something in the name of another VM.
        FORGE_MESSAGE;

        /// What its host refuses of it, if all of it is a forgery.
        public Optional<Forgery> forgery() {
            return switch (this) {
                case FORGE_MAC -> Optional.of(Forgery.MAC);
                case FORGE_VLAN -> Optional.of(Forgery.VLAN);
                case FORGE_MESSAGE -> Optional.of(Forgery.REQUEST);
                case CPU, MEMORY, DISK, FLOOD, STORM, CRASH, PANIC -> Optional.empty();
            };
        }

        /// Whether it is a load on the guest's devices.
        public boolean isBulk() {
            return this == DISK || this == FLOOD || this == STORM;
        }

        /// Whether the guest ends by it.
        public boolean isFailure() {
            return this == CRASH || this == PANIC;
        }
    }
}
