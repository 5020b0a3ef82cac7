package io.godwit.cpu;

/// The exact level λ, in nano-cores per unit of weight, at which some VMs together use up a capacity: `Σ
/// clamp(weight·λ, floor, ceiling) = capacity`. Defined where `Σ floor ≤ capacity < Σ ceiling`.
///
/// Found by fixing variables (Bitran & Hax, *Disaggregation and Resource Allocation Using Convex Knapsack
/// Problems*, Management Science 27(4), 1981): divide what is left by the weights that are left; if the floors that
/// stick out above that level weigh more than the ceilings below it, these floors are final, otherwise those
/// ceilings are. Each round fixes at least one VM; a few rounds do in practice. λ is a fraction, so nothing is
/// rounded before [#of].
final class WaterLevel {

    private static final byte BETWEEN = 0;
    private static final byte AT_FLOOR = 1;
    private static final byte AT_CEILING = 2;

    private final Claims claims;
    private int[] free = new int[8];
    private byte[] side = new byte[8];
    private int freeCount;
    private long numerator;
    private long denominator;
    private boolean unbounded;

    /// The last weight whose share was asked for, and that; no weight at first.
    private int sharing;

    private long share;

    WaterLevel(Claims claims) {
        this.claims = claims;
    }

    /// Raises the level above every ceiling.
    void unbounded() {
        unbounded = true;
        denominator = 1;
    }

    /// Moves the level to where the first `count` members use up the capacity.
    void find(int[] members, int count, long capacity) {
        start(members, count, capacity);
        for (int balance = classify(); balance != 0; balance = classify()) {
            fix(balance > 0 ? AT_FLOOR : AT_CEILING);
        }
    }

    /// What the VM gets at this level, rounded down to a whole nano-core.
    long of(int slot) {
        long ceiling = claims.ceiling[slot];
        return unbounded ? ceiling : Math.clamp(share(claims.weight[slot]), claims.floor[slot], ceiling);
    }

    /// What the VM gets at this level, exactly, in parts of `1 / scale()` nano-core.
    long scaled(int slot) {
        long ceiling = claims.ceiling[slot] * denominator;
        return unbounded
                ? ceiling
                : Math.clamp(claims.weight[slot] * numerator, claims.floor[slot] * denominator, ceiling);
    }

    long scale() {
        return denominator;
    }

    /// `⌊weight·λ⌋`; most neighbours have equal weights, and a division costs as much as all else.
    private long share(int weight) {
        if (weight != sharing) {
            sharing = weight;
            share = weight * numerator / denominator;
        }
        return share;
    }

    private void start(int[] members, int count, long capacity) {
        if (free.length < count) {
            free = new int[claims.size()];
            side = new byte[claims.size()];
        }
        System.arraycopy(members, 0, free, 0, count);
        freeCount = count;
        unbounded = false;
        sharing = 0;
        numerator = capacity;
        denominator = 0;
        for (int i = 0; i < count; i++) {
            denominator += claims.weight[members[i]];
        }
    }

    /// Notes which free VMs the level leaves at their floor or ceiling, and returns the sign of what they take
    /// beyond `weight·λ`: positive means that the level is too high.
    private int classify() {
        long taken = 0;
        long weights = 0;
        for (int i = 0; i < freeCount; i++) {
            int slot = free[i];
            long share = claims.weight[slot] * numerator;
            if (share < claims.floor[slot] * denominator) {
                side[i] = AT_FLOOR;
                taken += claims.floor[slot];
                weights += claims.weight[slot];
            } else if (share >= claims.ceiling[slot] * denominator) {
                side[i] = AT_CEILING;
                taken += claims.ceiling[slot];
                weights += claims.weight[slot];
            } else {
                side[i] = BETWEEN;
            }
        }
        long whole = weights * numerator / denominator;
        return taken == whole ? Long.signum(whole * denominator - weights * numerator) : Long.compare(taken, whole);
    }

    private void fix(byte fixedSide) {
        int kept = 0;
        for (int i = 0; i < freeCount; i++) {
            int slot = free[i];
            if (side[i] == fixedSide) {
                numerator -= fixedSide == AT_FLOOR ? claims.floor[slot] : claims.ceiling[slot];
                denominator -= claims.weight[slot];
            } else {
                free[kept++] = slot;
            }
        }
        if (kept == freeCount || kept == 0) {
            throw new IllegalStateException("the floors exceed the capacity, or the ceilings fit it");
        }
        freeCount = kept;
    }
}
