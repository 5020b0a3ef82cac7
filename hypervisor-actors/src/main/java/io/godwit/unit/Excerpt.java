package io.godwit.unit;

/// What somebody gave, as a sentence about it quotes it: short enough to be read, and without the control characters
/// that a terminal would obey.
public final class Excerpt {

    /// A line of a terminal holds this and the sentence around it.
    public static final int MAX_CHARACTERS = 60;

    private static final char REPLACEMENT = '\uFFFD';

    private Excerpt() {}

    /// The text itself, or its beginning and `...`.
    public static String of(String text) {
        return of(text, MAX_CHARACTERS);
    }

    /// @param maxCharacters that the result has, the dots included
    public static String of(String text, int maxCharacters) {
        if (text.length() <= maxCharacters) {
            return harmless(text);
        }
        int end = maxCharacters - 3;
        return harmless(text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)) + "...";
    }

    private static String harmless(String text) {
        StringBuilder harmless = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> Character.isISOControl(point) || isBidirectional(point) ? REPLACEMENT : point)
                .forEach(harmless::appendCodePoint);
        return harmless.toString();
    }

    /// Marks that turn the order of what follows around (Unicode, annex 9).
    private static boolean isBidirectional(int point) {
        return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    }
}
