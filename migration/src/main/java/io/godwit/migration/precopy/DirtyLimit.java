package io.godwit.migration.precopy;

import io.godwit.history.MigrationEvent.Aid;
import io.godwit.unit.Bandwidth;
import java.util.List;

/// Slows each vCPU to a rate of writing, at once and not in steps: QEMU's `dirty-limit` (softmmu/dirtylimit.c, 8.1). It
/// begins as auto-converge does, after two rounds in which the guest dirtied more than half of what they sent.
///
/// **The number.** A vCPU's rate is its part of the different pages that were dirtied in a round, over the round's
/// time. What is left of its CPU is brought to `left × limit / rate`, from round to round; so a guest that is slower
/// than the limit is not slowed, and one whose vCPUs idle is slowed until its writes are.
///
/// *Not modelled*: vCPUs that write more than others: all of a guest write alike. QEMU counts each second, not each
/// round.
///
/// @param perVcpu above zero
public record DirtyLimit(Bandwidth perVcpu) implements Throttling {

    /// QEMU's `vcpu-dirty-limit`, 1 MB/s (migration/options.c, 8.1).
    private static final Bandwidth DEFAULT = Bandwidth.ofBytesPerSecond(1 << 20);

    /// QEMU's `DIRTYLIMIT_THROTTLE_PCT_MAX`: of its time a vCPU sleeps 99 % at most (softmmu/dirtylimit.c).
    private static final int LEAST_LEFT_PERCENT = 1;

    private static final int ALL_PERCENT = 100;

    public DirtyLimit {
        if (perVcpu.bitsPerSecond() == 0) {
            throw new IllegalArgumentException("a dirty limit of zero");
        }
    }

    public static DirtyLimit qemu() {
        return new DirtyLimit(DEFAULT);
    }

    @Override
    public Aid aid() {
        return Aid.DIRTY_LIMIT;
    }

    @Override
    public int throttleAfter(List<Round> rounds, int vcpus) {
        return hasBegun(rounds) ? ALL_PERCENT - leftAfter(rounds.getLast(), vcpus) : 0;
    }

    private static boolean hasBegun(List<Round> rounds) {
        int inARow = 0;
        for (Round round : rounds) {
            inARow = round.dirtyPages() * 100 > round.pages() * TRIGGER_PERCENT ? inARow + 1 : 0;
            if (inARow == ROUNDS_FOR_A_STEP) {
                return true;
            }
        }
        return false;
    }

    private int leftAfter(Round round, int vcpus) {
        long limit = Math.multiplyExact(perVcpu.bitsPerSecond(), vcpus);
        long rate = Math.max(1, round.dirtyBitsPerSecond());
        double left = (ALL_PERCENT - round.throttlePercent()) * ((double) limit / rate);
        return (int) Math.max(LEAST_LEFT_PERCENT, Math.min(ALL_PERCENT, Math.floor(left)));
    }
}
