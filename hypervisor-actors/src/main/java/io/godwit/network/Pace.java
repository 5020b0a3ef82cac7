package io.godwit.network;

/// A bound on a rate, with a burst: a token bucket without a bucket. It keeps the time at which all that has passed
/// would have passed at exactly the rate (the virtual scheduling of ITU-T I.371), so that nothing is rounded and no
/// timer is needed.
final class Pace {

    private final long burstNs;
    private long paidUntilNs = Long.MIN_VALUE / 2;

    /// @param burstNs how much, in time at the rate, may pass at once
    Pace(long burstNs) {
        this.burstNs = burstNs;
    }

    /// Whether something that takes this long at the rate may pass now. If so, it has passed.
    boolean pass(long nowNs, long takesNs) {
        long startNs = Math.max(nowNs, paidUntilNs);
        if (startNs + takesNs - nowNs > burstNs) {
            return false;
        }
        paidUntilNs = startNs + takesNs;
        return true;
    }
}
