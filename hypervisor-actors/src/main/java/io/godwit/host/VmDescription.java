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
        /// Its datastore is being opened at its epoch.
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
    public record CpuFigures(long demandNanoCores, long grantNanoCores, long ranNs, long stealNs) {}

    /// @param privateMemory pages it has written since its image
    /// @param dirtyPagesPerSecond page writes a second, at its grant now
    public record MemoryFigures(MemorySize size, MemorySize privateMemory, double dirtyPagesPerSecond) {}

    /// @param writes sent to the disk, with repeats
    /// @param answers sent to clients, with repeats
    /// @param withheld effects that its host did not let out
    public record LedgerFigures(long writes, long answers, long withheld) {}
}
