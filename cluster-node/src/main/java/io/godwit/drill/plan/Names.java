package io.godwit.drill.plan;

import java.util.List;

/// Writes long lists of names shortly.
final class Names {

    /// More names than this say less than their first and last.
    private static final int MOST_IN_FULL = 6;

    private Names() {}

    static String shortened(List<String> names) {
        return names.size() <= MOST_IN_FULL
                ? String.join(", ", names)
                : names.getFirst() + " .. " + names.getLast() + " (" + names.size() + ")";
    }

    static String orDash(List<String> names) {
        return names.isEmpty() ? "-" : shortened(names);
    }
}
