package io.godwit.migration;

import io.godwit.link.NodeId;
import io.godwit.migration.precopy.Downtime;
import java.util.Optional;

/// How long a guest stands still on its way, as its target tells: what the source says, the state's way, and its own
/// part. Mutable, confined to the target's actor.
final class Standstill {

    private final MigrationNode node;
    private final NodeId source;
    private final Journal journal;
    private Optional<Downtime.AtSource> atSource = Optional.empty();
    private long handedOverNs;
    private long preparedNs;
    private long committedNs;
    private Optional<Downtime> downtime = Optional.empty();

    Standstill(MigrationNode node, NodeId source, Journal journal) {
        this.node = node;
        this.source = source;
        this.journal = journal;
    }

    void handedOver(Downtime.AtSource parts) {
        atSource = Optional.of(parts);
        handedOverNs = now();
    }

    void prepared() {
        preparedNs = now();
    }

    void committed() {
        committedNs = now();
    }

    /// The guest runs, at this epoch.
    void over(long epoch) {
        long transitNs = node.link().quality(source).latency().toNanos();
        downtime = atSource.map(parts -> new Downtime(
                parts, transitNs, preparedNs - handedOverNs, committedNs - preparedNs, now() - committedNs));
        downtime.ifPresent(parts -> journal.stoodStill(epoch, parts));
    }

    /// Empty before the guest runs.
    Optional<Downtime> downtime() {
        return downtime;
    }

    private long now() {
        return node.ground().timeline().now();
    }
}
