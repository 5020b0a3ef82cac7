package io.godwit.unit;

import java.util.Locale;

/// A number of things in words: `1 round`, `2 rounds`, `1,204 pages`.
public final class Counted {

    private Counted() {}

    /// @param noun in the singular, of those that take an `s`
    public static String of(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }
}
