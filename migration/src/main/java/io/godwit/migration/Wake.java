package io.godwit.migration;

import java.time.Duration;

/// The one alarm of a copy: when a batch has left the wire.
interface Wake {

    /// In place of an earlier one. At zero it is next in the mailbox, and not a tick of the scheduler later.
    void after(Duration delay);

    void cancel();

    default void at(long atNs, long nowNs) {
        after(Duration.ofNanos(Math.max(0, atNs - nowNs)));
    }
}
