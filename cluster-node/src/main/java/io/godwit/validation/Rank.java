package io.godwit.validation;

import java.util.Locale;

/// What a match is worth.
public enum Rank {
    /// The value, or what it follows from by a division, was put in: it had better come out again.
    CONFORMANCE,
    /// A constant was chosen so that it comes out.
    FITTED,
    /// Nothing was chosen with this value in view.
    PREDICTED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
