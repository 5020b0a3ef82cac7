package io.godwit.migration.channel;

import java.util.concurrent.atomic.AtomicReference;

/// Counts refusals from many connections' threads.
final class RefusalCounter {

    enum Reason {
        CORRUPT,
        FOREIGN,
        STALE,
        OVERRUN
    }

    private final AtomicReference<Refusals> refusals = new AtomicReference<>(new Refusals(0, 0, 0, 0));

    void count(Reason reason) {
        refusals.updateAndGet(it -> it.plusOne(reason));
    }

    Refusals refusals() {
        return refusals.get();
    }
}
