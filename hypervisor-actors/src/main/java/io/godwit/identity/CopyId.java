package io.godwit.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Names what was kept of a VM at one instant: the disk as it was, and perhaps the memory. Never given twice.
public record CopyId(@JsonValue String value) implements Comparable<CopyId> {

    @JsonCreator
    public CopyId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("an empty name names nothing");
        }
    }

    @Override
    public int compareTo(CopyId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
