package io.godwit.cpu;

import java.util.Arrays;

/// A set of small numbers, of logical CPUs or vCPUs of one machine: mutable and without objects, for a scheduler's
/// inner loops. Unlike [java.util.BitSet] it finds the first number that is in another set too.
final class NumberSet {

    /// What a search returns that finds nothing.
    static final int NONE = -1;

    private long[] words;
    private int size;

    /// @param below one more than the highest number
    NumberSet(int below) {
        words = new long[(below + Long.SIZE - 1) / Long.SIZE];
    }

    /// The logical CPUs of some cores.
    ///
    /// @param threads of each core
    static NumberSet of(CoreSet cores, int cpus, int threads) {
        NumberSet numbers = new NumberSet(cpus);
        for (int cpu = 0; cpu < cpus; cpu++) {
            if (cores.contains(cpu / threads)) {
                numbers.add(cpu);
            }
        }
        return numbers;
    }

    /// Makes room for higher numbers.
    void grow(int below) {
        words = Arrays.copyOf(words, (below + Long.SIZE - 1) / Long.SIZE);
    }

    void add(int number) {
        long before = words[number >> 6];
        long after = before | (1L << number);
        words[number >> 6] = after;
        size += before == after ? 0 : 1;
    }

    void remove(int number) {
        long before = words[number >> 6];
        long after = before & ~(1L << number);
        words[number >> 6] = after;
        size -= before == after ? 0 : 1;
    }

    boolean contains(int number) {
        return (words[number >> 6] & (1L << number)) != 0;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// Writes all numbers in their order.
    ///
    /// @param to long enough for them
    /// @return how many there are
    int copyTo(int[] to) {
        int count = 0;
        for (int word = 0; word < words.length; word++) {
            for (long bits = words[word]; bits != 0; bits &= bits - 1) {
                to[count++] = (word << 6) + Long.numberOfTrailingZeros(bits);
            }
        }
        return count;
    }

    /// The first of the set in `[from, to)`.
    int first(int from, int to) {
        if (from >= to || size == 0) {
            return NONE;
        }
        int last = (to - 1) >> 6;
        int word = from >> 6;
        long bits = words[word] & (-1L << from);
        while (bits == 0 && word < last) {
            bits = words[++word];
        }
        int number = (word << 6) + Long.numberOfTrailingZeros(bits);
        return bits != 0 && number < to ? number : NONE;
    }

    /// The first of both sets in `[from, to)`.
    int firstOfBoth(NumberSet other, int from, int to) {
        if (from >= to) {
            return NONE;
        }
        int last = (to - 1) >> 6;
        int word = from >> 6;
        long bits = words[word] & other.words[word] & (-1L << from);
        while (bits == 0 && word < last) {
            word++;
            bits = words[word] & other.words[word];
        }
        int number = (word << 6) + Long.numberOfTrailingZeros(bits);
        return bits != 0 && number < to ? number : NONE;
    }
}
