package io.godwit.migration;

import io.godwit.history.MigrationEvent.Phase;
import io.godwit.migration.HoldPoint.Hold;
import java.util.Optional;

/// The start of each phase at one side: it is recorded, and may be held.
final class PhaseGate {

    private final Journal journal;
    private final HoldPoint holds;
    private Optional<Phase> phase = Optional.empty();

    PhaseGate(Journal journal, HoldPoint holds) {
        this.journal = journal;
        this.holds = holds;
    }

    /// Whether the side is to wait before it acts in the phase. One that it is in already doesn't start again, and a
    /// pre-copy that was gone back to is still the same.
    Hold enter(Optional<Phase> next) {
        if (next.isEmpty() || next.equals(phase)) {
            return Hold.PASS;
        }
        phase = next;
        journal.entered(next.get());
        return holds.at(journal.move().migration(), next.get(), journal.side());
    }
}
