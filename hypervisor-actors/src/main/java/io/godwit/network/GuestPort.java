package io.godwit.network;

import java.util.Optional;

/// A guest behind a host's switch: in which epoch it is there, and what its bulk is. Mutable, the switch's own.
final class GuestPort {

    private final long epoch;
    private final boolean gated;
    private final PortRules.Card card;
    private Optional<BulkFlow> flow = Optional.empty();
    private long beganNs;
    private long countedNs;

    /// @param gated whether its frames leave only with a permit
    GuestPort(long epoch, boolean gated, PortRules.Card card) {
        this.epoch = epoch;
        this.gated = gated;
        this.card = card;
    }

    long epoch() {
        return epoch;
    }

    boolean gated() {
        return gated;
    }

    PortRules.Card card() {
        return card;
    }

    /// From now on, its bulk is this.
    ///
    /// @return what the one before came to since it was last counted
    Optional<SwitchCore.Bulk> flows(BulkFlow next, long nowNs) {
        Optional<SwitchCore.Bulk> before = flowed(nowNs);
        flow = Optional.of(next);
        beganNs = nowNs;
        countedNs = nowNs;
        return before;
    }

    /// What its bulk came to since it was last counted.
    Optional<SwitchCore.Bulk> flowed(long nowNs) {
        long fromNs = countedNs - beganNs;
        countedNs = nowNs;
        return flow.map(now -> now.between(fromNs, nowNs - beganNs));
    }
}
