package io.godwit.time;

import java.util.Random;
import java.util.random.RandomGenerator;

/// A node of the seed tree, from which all randomness of a run comes: run seed → entity name → generator.
///
/// A child depends on its parent's value and its own name alone, never on how many siblings were made before it or
/// in what order, so that adding a VM to a drill doesn't change what the others do. The numbers are the same on
/// every JDK.
///
/// The mixing function is the finalizer of SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number
/// generators", OOPSLA 2014).
///
/// @param value the 64 bits that stand for this node
public record Seed(long value) {

    /// The fractional part of the golden ratio, the increment of SplitMix64.
    static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

    public static Seed of(long value) {
        return new Seed(value);
    }

    /// The seed of the named entity below this one.
    public Seed child(String name) {
        long mixed = mix(value + GOLDEN_GAMMA);
        for (int i = 0; i < name.length(); i++) {
            mixed = mix(mixed + GOLDEN_GAMMA ^ name.charAt(i));
        }
        return new Seed(mix(mixed + name.length()));
    }

    /// A new generator, which always starts from the beginning of this seed's sequence.
    public RandomGenerator generator() {
        return new Xoshiro256(value);
    }

    /// The n-th number of this seed, found without those before it: for what must be a function of its place alone.
    public long number(long n) {
        return mix(value + n * GOLDEN_GAMMA);
    }

    /// The same numbers' source as [#generator()], for a library that wants this very class.
    public Random random() {
        return Random.from(generator());
    }

    /// A bijection of 64-bit numbers, in which each input bit changes about half of the output's.
    static long mix(long input) {
        long z = (input ^ (input >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
