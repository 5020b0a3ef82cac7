package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.HostEvent;

/// Each frame of a host is free or has one owner: never both, never neither.
public final class MemoryIsConserved implements Invariant {

    private final Tally tally = new Tally(InvariantName.MEMORY_IS_CONSERVED);

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        if (entry.event() instanceof HostEvent.MemoryCounted(var host, var total, var free, var owned)) {
            tally.check(
                    free >= 0 && free + owned == total,
                    () -> "%s has %s frames, of which %s are free and %s have an owner %s"
                            .formatted(host, total, free, owned, Tally.at(entry.atNs())));
        }
    }
}
