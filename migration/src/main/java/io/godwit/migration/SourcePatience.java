package io.godwit.migration;

import io.godwit.migration.switchover.SourceEvent;
import io.godwit.migration.switchover.SourceState;
import java.util.List;

/// How long a source waits for what, and when it last heard or asked. Mutable, confined to the source's actor.
final class SourcePatience {

    private final MigrationNode node;
    private final Patience patience;
    private long heardNs;
    private long askedLeaderNs;
    private long handedOverNs;
    private long lookedNs;
    private boolean looked;

    SourcePatience(MigrationNode node) {
        this.node = node;
        this.patience = new Patience(node.ground().timeline());
        this.heardNs = now();
    }

    /// The target has said something.
    void heard() {
        heardNs = now();
    }

    void askedLeader() {
        askedLeaderNs = now();
    }

    /// Since the leader was asked.
    long leaderNs() {
        return now() - askedLeaderNs;
    }

    void handedOver() {
        handedOverNs = now();
    }

    /// The registry is asked what stands.
    void looked() {
        looked = true;
        lookedNs = now();
    }

    /// What has not come for too long.
    List<SourceEvent> overdue(SourceState state) {
        MigrationSettings settings = node.settings();
        return switch (state) {
            case SourceState.Reserving _,
                    SourceState.Mirroring _,
                    SourceState.Copying _,
                    SourceState.Pausing _,
                    SourceState.Draining _ ->
                patience.overdue(heardNs, settings.silence(), "the target has said nothing");
            case SourceState.AskingLeader _ ->
                patience.overdue(askedLeaderNs, settings.silence(), "the registry's leader has not answered");
            case SourceState.AwaitingCommit _
            when !looked && patience.isOver(handedOverNs, settings.newsPatience()) ->
                List.of(new SourceEvent.NewsMissing());
            case SourceState.AwaitingCommit _ ->
                patience.overdue(Math.max(handedOverNs, heardNs), settings.abortPatience(), "no commit was made");
            case SourceState.Serving _ ->
                patience.isOver(heardNs, settings.newsPatience()) && patience.isOver(lookedNs, settings.newsPatience())
                        ? List.of(new SourceEvent.NewsMissing())
                        : List.of();
            case SourceState.Aborting _,
                    SourceState.GoingOn _,
                    SourceState.Releasing _,
                    SourceState.Relinquishing _,
                    SourceState.Ended _ -> List.of();
        };
    }

    private long now() {
        return node.ground().timeline().now();
    }
}
