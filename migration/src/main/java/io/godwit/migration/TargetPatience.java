package io.godwit.migration;

import io.godwit.migration.switchover.TargetEvent;
import io.godwit.unit.Durations;
import java.util.List;

/// How long a target waits for its source, and for pages that it was told of. Mutable, confined to the target's actor.
final class TargetPatience {

    private final MigrationNode node;
    private long heardNs;
    private long frameNs;
    private long sentFrames;

    TargetPatience(MigrationNode node) {
        this.node = node;
        heard();
    }

    /// The source has said something.
    void heard() {
        heardNs = now();
    }

    /// A frame of pages has come, or may come from now on.
    void framed() {
        frameNs = now();
    }

    /// The source has sent so many frames of pages.
    void sent(long frames) {
        sentFrames = Math.max(sentFrames, frames);
    }

    boolean isSilent() {
        return now() - heardNs > node.settings().silence().toNanos();
    }

    /// Silence; or pages that never come, although the source can be heard: a link may have lost them.
    ///
    /// @param frames that have come
    List<TargetEvent> overdue(long frames) {
        long patienceNs = node.settings().silence().toNanos();
        String patience = Durations.formatNs(patienceNs);
        if (isSilent()) {
            return List.of(new TargetEvent.Failed("the source has said nothing for " + patience));
        }
        return sentFrames > frames && now() - frameNs > patienceNs
                ? List.of(new TargetEvent.Failed("pages that were sent have not come for " + patience))
                : List.of();
    }

    private long now() {
        return node.ground().timeline().now();
    }
}
