package io.godwit.history;

import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.unit.Words;

/// A step of a migration, written by the side that took it.
public sealed interface MigrationEvent extends Event {

    MigrationId migration();

    VmId vm();

    /// A side entered a phase. Crash points of drills are these moments.
    record PhaseEntered(
            MigrationId migration, VmId vm, HostId source, HostId target, long epoch, Phase phase, Side side)
            implements MigrationEvent {}

    /// It moves in another mode than the usual one, which is [Mode#PRE_COPY].
    record Chosen(MigrationId migration, VmId vm, Mode mode) implements MigrationEvent {}

    /// The VM's disk, its host's own, is at the target, too, and each further write of a guest goes to both.
    ///
    /// @param bytes on the link
    /// @param baseBytes of them what the target lacked of what the disk is an overlay over
    /// @param mirrored writes of the guest so far that had to go to both
    record DiskCopied(MigrationId migration, VmId vm, long bytes, long baseBytes, long mirrored, long durationNs)
            implements MigrationEvent {}

    /// What its source expects of its disk, as that begins to be read.
    ///
    /// @param bytes on the link
    /// @param durationNs until all of it is at the target
    record DiskPredicted(MigrationId migration, VmId vm, long bytes, long durationNs) implements MigrationEvent {}

    /// @param durationNs time the round took
    /// @param bytes emulated bytes on the link
    /// @param dirtyPages pages the guest dirtied meanwhile, to be sent next
    /// @param savedBytes of pages that needed not be sent
    /// @param throttlePercent of its CPU that was taken from the guest meanwhile
    record RoundCompleted(
            MigrationId migration,
            VmId vm,
            int round,
            long pages,
            long bytes,
            long durationNs,
            long dirtyPages,
            long savedBytes,
            int throttlePercent)
            implements MigrationEvent {}

    /// What one of a migration's helps came to at its source, in all rounds; written before [Finished].
    ///
    /// @param looked pages that it looked at
    /// @param pages that it spared or made smaller; of a throttle an estimate of those that were not written for it
    /// @param savedBytes that were not sent for it
    /// @param hostCpuNs of the source's CPU
    /// @param guestCpuNs what a throttle took from the guest at most
    record Helped(
            MigrationId migration,
            VmId vm,
            Aid aid,
            long looked,
            long pages,
            long savedBytes,
            long hostCpuNs,
            long guestCpuNs)
            implements MigrationEvent {}

    /// What carrying its pages took of both hosts' CPU, beside their guests, helps included; written before [Finished]
    /// by the source, if any page left.
    ///
    /// @param sourceNs core time at the source
    /// @param targetNs core time at the target
    record CpuSpent(MigrationId migration, VmId vm, long sourceNs, long targetNs) implements MigrationEvent {}

    /// The source's guest stands still, and this is the digest of its memory: the original. Of a VM without a guest it
    /// is that of its disk.
    ///
    /// @param inFlight writes to its disk that it had no answer to: they go with it, and are made again at the target
    record HandedOver(MigrationId migration, VmId vm, long epoch, long digest, long inFlight)
            implements MigrationEvent {}

    /// The target holds everything and the digests agree; from here on only the registry decides.
    ///
    /// @param digest of the copy's memory, or of its disk if that is all
    record Prepared(MigrationId migration, VmId vm, long epoch, long digest) implements MigrationEvent {}

    /// All pages that followed the guest are at the target, and are what the source had.
    ///
    /// @param digest of all pages as they came
    /// @param faults how often the guest stood still for one
    /// @param stallNs in all
    /// @param medianNs of one wait; so are the others
    record Pulled(
            MigrationId migration,
            VmId vm,
            long epoch,
            long digest,
            long faults,
            long stallNs,
            long medianNs,
            long p99Ns,
            long longestNs)
            implements MigrationEvent {}

    /// The guest runs at the target, and stood still until then.
    record StoodStill(MigrationId migration, VmId vm, long epoch, DowntimeParts parts) implements MigrationEvent {}

    /// What the source expected when the first page was about to leave.
    ///
    /// @param converges whether the guest was to move
    /// @param rounds all of them, that of the last pages or of those that follow included
    /// @param bytes on the link
    /// @param durationNs from then on until the guest runs at the target and has all its pages, or stays where it is
    /// @param downtime that the guest was to have, or would have had if it had not stayed
    record Predicted(
            MigrationId migration,
            VmId vm,
            boolean converges,
            int rounds,
            long bytes,
            long durationNs,
            DowntimeParts downtime)
            implements MigrationEvent {}

    /// How much slower a guest was that ran while it moved: at its source while its pages went in rounds and a throttle
    /// held it, at its target while it waited for pages that followed it. That it stood still to be moved is apart.
    ///
    /// @param spanNs for how long it ran so
    /// @param lostNs for how long it would have had to stand still to get as little done as it did
    record Slowed(MigrationId migration, VmId vm, Side side, long spanNs, long lostNs) implements MigrationEvent {}

    record Committed(MigrationId migration, VmId vm, HostId target, long epoch) implements MigrationEvent {}

    record Aborted(MigrationId migration, VmId vm, long epoch, String why) implements MigrationEvent {}

    /// The migration came to its end on the side that writes.
    ///
    /// @param downtimeNs from the source's pause to the target's resume, as the target can tell: pause, last pages,
    ///     commit and resume as durations, never as times of two machines; 0 where not committed
    record Finished(MigrationId migration, VmId vm, Side side, Outcome outcome, long downtimeNs, int rounds, long bytes)
            implements MigrationEvent {}

    /// How a guest is moved.
    enum Mode {
        /// Its pages go in rounds while it runs.
        PRE_COPY,
        /// It stands while all its pages go.
        SUSPEND_AND_COPY,
        /// It goes on at the target first, and its pages follow.
        POST_COPY,
        /// As pre-copy, until it does not converge or somebody says so: then what is left follows it.
        HYBRID,
        /// A container stands while it is dumped, its pages go, and it is restored.
        FREEZE_AND_COPY,
        /// A container ends, and starts elsewhere from its disk.
        RESTART,
        /// A VM that was stopped starts elsewhere next time.
        COLD;

        /// Whether pages of its memory travel.
        public boolean movesMemory() {
            return this != RESTART && this != COLD;
        }

        /// Whether it is a way of containers that run, which have no other.
        public boolean isOfContainers() {
            return this == FREEZE_AND_COPY || this == RESTART;
        }

        /// As people write it.
        public String word() {
            return Words.of(this);
        }
    }

    /// What a migration does so that it converges sooner, or takes less.
    enum Aid {
        /// A page of zeroes travels as its address alone.
        SKIP_ZERO_PAGES,
        /// A page that the target's host holds for other guests is taken there.
        SKIP_HELD_PAGES,
        /// A page that was written again before its turn waits for the next round.
        SKIP_DIRTIED,
        /// A page that holds what another one of the round held travels as a reference to it.
        SKIP_SHARED_PAGES,
        /// A page whose last version is in a cache travels as what changed.
        DELTAS,
        /// The guest is slowed in steps.
        AUTO_CONVERGE,
        /// Each vCPU is slowed to a rate of writing.
        DIRTY_LIMIT,
        /// Several channels carry the pages.
        CHANNELS
    }

    enum Phase {
        RESERVE,
        /// A disk that is the host's own goes along.
        DISK,
        PRECOPY,
        SWITCHOVER,
        COMMIT,
        RESUME,
        /// The guest runs at the target, which lacks pages.
        POSTCOPY,
        RELEASE
    }

    enum Side {
        SOURCE,
        TARGET
    }

    enum Outcome {
        COMMITTED,
        ABORTED,
        /// The limits of rounds or downtime were reached; the source goes on.
        NOT_CONVERGED,
        REFUSED,
        /// It committed, and the pages that followed the guest never came: it ended, and its memory is gone.
        LOST
    }
}
