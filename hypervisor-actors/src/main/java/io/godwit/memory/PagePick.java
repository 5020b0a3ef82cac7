package io.godwit.memory;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Some of the pages of a [PageBatch], by their index in it. Immutable.
///
/// @param words bits of 64 pages each; pages behind the last are not picked
public record PagePick(List<Long> words) {

    public PagePick {
        words = List.copyOf(words);
    }

    static PagePick of(BitSet indices) {
        return new PagePick(Arrays.stream(indices.toLongArray()).boxed().toList());
    }

    public boolean has(int index) {
        int word = index / Long.SIZE;
        return word < words.size() && (words.get(word) & (1L << index)) != 0;
    }

    /// How many.
    public int size() {
        return words.stream().mapToInt(Long::bitCount).sum();
    }
}
