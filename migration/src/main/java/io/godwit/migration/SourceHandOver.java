package io.godwit.migration;

import io.godwit.host.Transfer.StateCaptured;
import io.godwit.link.Endpoint;
import io.godwit.migration.MigrationWire.GuestProof;
import io.godwit.migration.MigrationWire.HandOver;
import io.godwit.migration.precopy.Downtime;
import java.util.Optional;

/// All but the pages, on its way from the source: repeated until the target is heard to have it. Mutable, confined to
/// the source's actor.
final class SourceHandOver {

    private final MigrationNode node;
    private final MigrationOrder order;
    private Optional<GuestProof> guest = Optional.empty();
    private Optional<HandOver> message = Optional.empty();

    SourceHandOver(MigrationNode node, MigrationOrder order) {
        this.node = node;
        this.order = order;
    }

    /// The guest stands, and its state is about to leave.
    ///
    /// @param frames of pages that there are in all
    /// @param lacking pages that follow it
    void of(StateCaptured captured, long frames, long lacking, Downtime.AtSource parts) {
        guest = Optional.of(new GuestProof(frames, lacking, captured.state(), captured.digest(), parts));
    }

    boolean isCaptured() {
        return guest.isPresent();
    }

    /// Now that the state of a guest has left the wire, and all of a disk that goes along.
    void send(Optional<MigrationWire.DiskProof> disk, Downtime.AtSource parts) {
        message = Optional.of(new HandOver(order.move(), guest.map(it -> it.with(parts)), disk));
        send();
    }

    void send() {
        message.ifPresent(it ->
                node.link().send(MigrationWire.SERVICE, new Endpoint(order.targetNode(), MigrationWire.SERVICE), it));
    }

    /// Writes to the guest's disk that had no answer when it was captured.
    long inFlight() {
        return guest.map(it -> it.state().pending().size()).orElse(0);
    }
}
