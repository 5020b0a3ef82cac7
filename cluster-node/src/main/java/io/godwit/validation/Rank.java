package io.godwit.validation;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/// What a match is worth.
public enum Rank {
    /// The value, or what it follows from by a division, was put in: it had better come out again.
    @JsonProperty("conformance")
    CONFORMANCE,
    /// A constant was chosen so that it comes out.
    @JsonProperty("fitted")
    FITTED,
    /// Nothing was chosen with this value in view.
    @JsonProperty("predicted")
    PREDICTED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
