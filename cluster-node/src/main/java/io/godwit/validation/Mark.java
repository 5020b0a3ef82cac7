package io.godwit.validation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import io.godwit.unit.IllegalQuantity;
import java.io.IOException;
import java.util.Arrays;

/// How sure it is that a value was published so.
@JsonDeserialize(using = Mark.Letter.class)
public enum Mark {
    /// Read in the source itself.
    V("read in the source"),
    /// Computed from values that were.
    C("computed from values read in the source"),
    /// The abstract alone was read.
    A("from the abstract"),
    /// From memory: never a bound.
    M("from memory, unverified");

    private final String words;

    Mark(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /// Whether a verdict may rest on it.
    public boolean binds() {
        return this != M;
    }

    /// Marks are letters, not words.
    static final class Letter extends StdScalarDeserializer<Mark> {

        private static final long serialVersionUID = 1L;

        Letter() {
            super(Mark.class);
        }

        @Override
        public Mark deserialize(JsonParser json, DeserializationContext context) throws IOException {
            var letter = json.getText();
            return Arrays.stream(values())
                    .filter(it -> it.name().equals(letter))
                    .findFirst()
                    .orElseThrow(() -> new IllegalQuantity("'" + letter + "' is no mark: write one of V, C, A, M"));
        }
    }
}
