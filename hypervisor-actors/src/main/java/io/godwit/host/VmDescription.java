package io.godwit.host;

import io.godwit.history.GuestEvent.Why;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.unit.MemorySize;
import io.godwit.vm.VmSpec;
import java.util.Optional;

/// A VM on its host, at one moment. Counters run from its start or arrival on this host.
///
/// @param pausedFor why it is paused, and empty in any other phase
/// @param epoch 0 while it has none
public record VmDescription(
        VmSpec spec,
        HostId host,
        Phase phase,
        Optional<Why> pausedFor,
        long epoch,
        CpuFigures cpu,
        MemoryFigures memory,
        LedgerFigures ledger)
        implements Lifecycle.Answer {

    public enum Phase {
        /// Room is kept for it, or its pages are arriving: a migration owns this copy.
        RESERVED,
        /// A clone that waits for the registry's word to run.
        CAPTURED,
        /// Its datastore is being opened at its epoch, or its guest boots or gets back the memory that was kept.
        OPENING,
        RUNNING,
        PAUSED
    }

    @Override
    public VmId vm() {
        return spec.id();
    }

    /// @param stealNs core time it wanted and did not get
    /// @param ranNs core time it got
    /// @param queueing empty on a host whose scheduler is a fluid, which has no queues: it has no answer to how long
    ///     vCPUs waited for a core
    public record CpuFigures(
            long demandNanoCores, long grantNanoCores, long ranNs, long stealNs, Optional<Queueing> queueing) {}

    /// What became of its vCPUs in queues and on cores, in core time.
    ///
    /// @param readyNs waiting for a core
    /// @param withheldNs kept waiting by its cap
    /// @param stoppedNs kept waiting for a sibling to catch up (co-stop)
    /// @param stalledNs of what they ran, lost to switches, wake-ups and cold caches
    /// @param spunNs of what they ran, lost to a lock whose holder did not run
    public record Queueing(
            long readyNs,
            long withheldNs,
            long stoppedNs,
            long stalledNs,
            long spunNs,
            long switches,
            long migrations,
            WakeUps wakeUps) {}

    /// From waking to running: the median, what 90 and 99 of 100 don't exceed, and the longest.
    public record WakeUps(long count, long medianNs, long of90Ns, long of99Ns, long longestNs) {}

    /// @param privateMemory pages it has written since its image
    /// @param dirtyPagesPerSecond page writes a second, at its grant now
    /// @param place empty on a host that gives each VM memory of its own
    public record MemoryFigures(
            MemorySize size, MemorySize privateMemory, double dirtyPagesPerSecond, Optional<MemoryPlace> place) {}

    /// Where the pages of a VM are on a host that manages memory.
    ///
    /// @param own in frames of its own
    /// @param ofImage in frames that VMs of its image share
    /// @param shared in frames that equal pages share
    /// @param swapped on the host's disk
    /// @param givenUp by the guest, to its files and its swap
    /// @param ballooned in its balloon
    /// @param stallNs for how long its memory held it up, counted for one vCPU
    public record MemoryPlace(
            MemorySize own,
            MemorySize ofImage,
            MemorySize shared,
            MemorySize compressed,
            MemorySize swapped,
            MemorySize givenUp,
            MemorySize ballooned,
            long stallNs) {}

    /// @param writes sent to the disk, with repeats
    /// @param answers sent to clients, with repeats
    /// @param withheld effects that its host did not let out
    public record LedgerFigures(long writes, long answers, long withheld) {}
}
