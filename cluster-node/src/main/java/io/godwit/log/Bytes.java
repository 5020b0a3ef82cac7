package io.godwit.log;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/// Bytes as a value: equal when they hold the same. They are shared, and nobody changes them.
public final class Bytes {

    private final byte[] shared;

    private Bytes(byte[] shared) {
        this.shared = shared;
    }

    /// Takes the array over; the caller forgets it.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Bytes of(byte[] taken) {
        return new Bytes(taken);
    }

    /// The array itself, to be read only.
    @JsonValue
    public byte[] shared() {
        return shared;
    }

    public int size() {
        return shared.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(shared, bytes.shared);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(shared);
    }

    @Override
    public String toString() {
        return shared.length + " B";
    }
}
