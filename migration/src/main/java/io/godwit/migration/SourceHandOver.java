package io.godwit.migration;

import io.godwit.host.Transfer.StateCaptured;
import io.godwit.link.Endpoint;
import io.godwit.migration.MigrationWire.HandOver;
import java.util.Optional;

/// All but the pages, on its way from the source: repeated until the target is heard to have it. Mutable, confined to
/// the source's actor.
final class SourceHandOver {

    private final MigrationNode node;
    private final MigrationOrder order;
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
        message = Optional.of(new HandOver(
                order.move(), frames, lacking, captured.state(), captured.digest(), parts, Optional.empty()));
    }

    boolean isCaptured() {
        return message.isPresent();
    }

    /// Now that the state has left the wire, and all of a disk that goes along.
    void send(Optional<MigrationWire.DiskProof> disk, Downtime.AtSource parts) {
        message = message.map(it -> it.with(disk, parts));
        send();
    }

    void send() {
        message.ifPresent(it ->
                node.link().send(MigrationWire.SERVICE, new Endpoint(order.targetNode(), MigrationWire.SERVICE), it));
    }

    /// Writes to the guest's disk that had no answer when it was captured.
    long inFlight() {
        return message.map(it -> it.state().pending().size()).orElse(0);
    }
}
