package io.godwit.drill.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds what a person probably meant to type.
final class Nearest {

    private Nearest() {}

    /// The remedy after an unknown word: the nearest known one, or all of them if none is near.
    static String remedy(String word, Collection<String> known) {
        return to(word, known).map(near -> "did you mean '" + near + "'?").orElseGet(() -> switch (known.size()) {
            case 0 -> "there are none";
            case 1 -> "the only one is '" + known.iterator().next() + "'";
            default -> "known are " + String.join(", ", known);
        });
    }

    private static Optional<String> to(String word, Collection<String> known) {
        int tolerance = Math.min(word.length() - 1, Math.max(1, word.length() / 3));
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= tolerance)
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    /// Optimal string alignment: insertions, deletions, replacements and swaps of neighbours, upper case being equal to
    /// lower case. Cost: the product of the lengths.
    private static int distance(String one, String other) {
        String left = one.toLowerCase(Locale.ROOT);
        String right = other.toLowerCase(Locale.ROOT);
        int[][] steps = new int[left.length() + 1][right.length() + 1];
        for (int row = 0; row <= left.length(); row++) {
            for (int column = 0; column <= right.length(); column++) {
                if (row == 0 || column == 0) {
                    steps[row][column] = row + column;
                    continue;
                }
                int differs = left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1;
                int cost = Math.min(
                        steps[row - 1][column - 1] + differs,
                        1 + Math.min(steps[row - 1][column], steps[row][column - 1]));
                boolean swapped = row > 1
                        && column > 1
                        && left.charAt(row - 1) == right.charAt(column - 2)
                        && left.charAt(row - 2) == right.charAt(column - 1);
                steps[row][column] = swapped ? Math.min(cost, steps[row - 2][column - 2] + 1) : cost;
            }
        }
        return steps[left.length()][right.length()];
    }
}
