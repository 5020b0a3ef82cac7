package io.godwit.memory;

import io.godwit.unit.MemorySize;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// How much guest memory one entry of the host's page tables maps.
public enum MappingSize {
    SMALL("4KiB", 1, 4),
    LARGE("2MiB", 512, 3),
    HUGE("1GiB", 512 * 512, 2);

    private final String word;
    private final long pages;
    private final int levels;

    MappingSize(String word, long pages, int levels) {
        this.word = word;
        this.pages = pages;
        this.levels = levels;
    }

    /// As people write it, for x86-64, whose pages are 4 KiB.
    public String word() {
        return word;
    }

    /// The size that people wrote so.
    public static Optional<MappingSize> named(String word) {
        return Arrays.stream(values()).filter(size -> size.word.equals(word)).findFirst();
    }

    /// All words, as people read them.
    public static String words() {
        return Arrays.stream(values()).map(MappingSize::word).collect(Collectors.joining(", "));
    }

    public MemorySize size() {
        return MemorySize.parse(word);
    }

    /// How many of the smallest pages it maps.
    public long pages() {
        return pages;
    }

    /// How many entries the processor reads to find it, from the root of the tables.
    int levels() {
        return levels;
    }
}
