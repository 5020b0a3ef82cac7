package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.GuestEvent;
import io.godwit.history.Meter;
import io.godwit.unit.Durations;
import io.godwit.unit.MemorySize;

/// Whatever a guest does, the others of its host have what they reserved and want: CPU, but for what a scheduler that
/// deals in slices may owe at any moment, and memory in frames of the host.
public final class GuaranteesAreKept implements Invariant {

    /// What a guest may wait for at the end of a meter's time: a slice of Xen's credit scheduler, the longest of ours.
    private static final long SLICE_NS = 30_000_000;

    /// What switches, cold caches and wake-ups may take of a reservation under such a scheduler. Ours.
    private static final long TOLERATED_PART = 20;

    private final Tally tally = new Tally(InvariantName.GUARANTEES_ARE_KEPT);

    GuaranteesAreKept() {}

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        if (entry.event() instanceof GuestEvent.Metered metered) {
            cpu(metered, metered.meter().cpu(), entry.atNs());
            memory(metered, metered.meter().memory(), entry.atNs());
        }
    }

    private void cpu(GuestEvent.Metered metered, Meter.Cpu cpu, long atNs) {
        if (cpu.promisedNs() > 0) {
            tally.check(
                    cpu.brokenNs() <= SLICE_NS + cpu.promisedNs() / TOLERATED_PART,
                    () -> "%s had %s of CPU time less than it reserved and wanted on %s, in %s until %s"
                            .formatted(
                                    metered.vm(),
                                    Durations.roughlyNs(cpu.brokenNs()),
                                    metered.host(),
                                    Durations.roughlyNs(metered.meter().lengthNs()),
                                    Tally.at(atNs)));
        }
    }

    private void memory(GuestEvent.Metered metered, Meter.Memory memory, long atNs) {
        if (memory.promisedBytes() > 0) {
            tally.check(memory.brokenBytes() == 0, () -> "%s of the memory that %s reserved is not in frames of %s %s"
                    .formatted(new MemorySize(memory.brokenBytes()), metered.vm(), metered.host(), Tally.at(atNs)));
        }
    }
}
