package io.godwit.migration;

import java.util.Optional;

/// How long a guest stands still on its way, as its target tells: what the source says, the state's way, and its own
/// part. Mutable, confined to the target's actor.
final class Standstill {

    private Optional<Downtime.AtSource> atSource = Optional.empty();
    private long handedOverNs;
    private long preparedNs;
    private long committedNs;
    private Optional<Downtime> downtime = Optional.empty();

    void handedOver(Downtime.AtSource source, long nowNs) {
        atSource = Optional.of(source);
        handedOverNs = nowNs;
    }

    void prepared(long nowNs) {
        preparedNs = nowNs;
    }

    void committed(long nowNs) {
        committedNs = nowNs;
    }

    /// @param transitNs the last bit's way
    void over(long transitNs, long nowNs) {
        downtime = atSource.map(source -> new Downtime(
                source.pauseNs(),
                source.pagesNs(),
                source.stateNs(),
                transitNs,
                preparedNs - handedOverNs,
                committedNs - preparedNs,
                nowNs - committedNs));
    }

    /// Empty before the guest runs.
    Optional<Downtime> downtime() {
        return downtime;
    }
}
