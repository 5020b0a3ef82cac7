package io.godwit.time;

import java.util.random.RandomGenerator;

/// xoshiro256++ 1.0 (Blackman, Vigna: "Scrambled linear pseudorandom number generators", ACM TOMS 47, 2021), with its
/// state filled by SplitMix64 as its authors advise.
///
/// The JDK documents the bits of its own generators, but not those of its Gaussian and exponential samplers, which have
/// changed before. These are written out here with `StrictMath`, so that a seed gives one run on every JDK and machine.
final class Xoshiro256 implements RandomGenerator {

    /// The distance between neighbouring doubles in [0.5, 1): the grid on which [#nextDouble()] draws.
    private static final double UNIT = 0x1.0p-53;

    private long s0;
    private long s1;
    private long s2;
    private long s3;

    @SuppressWarnings("ConstantOverflow") // the multiples of the gamma are meant to wrap
    Xoshiro256(long seed) {
        this(
                Seed.mix(seed + Seed.GOLDEN_GAMMA),
                Seed.mix(seed + 2 * Seed.GOLDEN_GAMMA),
                Seed.mix(seed + 3 * Seed.GOLDEN_GAMMA),
                Seed.mix(seed + 4 * Seed.GOLDEN_GAMMA));
    }

    /// A generator in a given state, which must not be all zeros.
    Xoshiro256(long s0, long s1, long s2, long s3) {
        this.s0 = s0;
        this.s1 = s1;
        this.s2 = s2;
        this.s3 = s3;
    }

    @Override
    public long nextLong() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    @Override
    public int nextInt() {
        return (int) (nextLong() >>> 32);
    }

    @Override
    public boolean nextBoolean() {
        return nextLong() < 0;
    }

    @Override
    public int nextInt(int bound) {
        return (int) nextLong(bound);
    }

    /// Uniform without bias, by Lemire's multiplication with rejection (ACM TOMACS 29, 2019).
    @Override
    public long nextLong(long bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound must be positive: " + bound);
        }
        long threshold = Long.remainderUnsigned(-bound, bound);
        while (true) {
            long draw = nextLong();
            if (Long.compareUnsigned(draw * bound, threshold) >= 0) {
                return Math.unsignedMultiplyHigh(draw, bound);
            }
        }
    }

    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * UNIT;
    }

    /// Standard normal, by the Box-Muller transform. One draw uses two numbers and throws its twin away, so that the
    /// generator has no hidden half-used state.
    @Override
    public double nextGaussian() {
        double radius = StrictMath.sqrt(2 * nextExponential());
        return radius * StrictMath.cos(2 * Math.PI * nextDouble());
    }

    /// Exponential with mean 1, by inversion.
    @Override
    public double nextExponential() {
        return -StrictMath.log(1.0 - nextDouble());
    }
}
