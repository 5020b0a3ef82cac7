package io.godwit.migration;

import io.godwit.host.Transfer;
import io.godwit.memory.PagePick;
import io.godwit.migration.switchover.TargetEvent;
import java.util.List;
import java.util.function.Consumer;

/// The target's part in what its source asks it for by [MigrationWire.Offer]. Each question has its effect once, in its
/// turn: one that comes again, late, would put back what was written since, and is told the same. Mutable, confined to
/// the target's actor.
final class TargetOffers {

    private final Move move;
    private final Guest guest;
    private final Consumer<MigrationWire> send;
    private long taken;
    private boolean isTaking;
    private PagePick last = new PagePick(List.of());

    TargetOffers(Move move, Guest guest, Consumer<MigrationWire> send) {
        this.move = move;
        this.guest = guest;
        this.send = send;
    }

    /// @return that nothing follows from it
    List<TargetEvent> arrived(MigrationWire.Offer offer) {
        if (offer.number() == taken + 1 && !isTaking) {
            isTaking = true;
            guest.takeHeld(offer.pages());
        } else if (offer.number() == taken) {
            answer();
        }
        return List.of();
    }

    /// @return that nothing follows from it
    List<TargetEvent> taken(Transfer.HeldTaken held) {
        taken++;
        isTaking = false;
        last = held.held();
        answer();
        return List.of();
    }

    private void answer() {
        send.accept(new MigrationWire.Held(move, taken, last));
    }
}
