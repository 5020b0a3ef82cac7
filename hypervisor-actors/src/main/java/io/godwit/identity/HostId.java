package io.godwit.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Names an emulated physical machine; a node carries one or several.
public record HostId(@JsonValue String value) implements Comparable<HostId> {

    @JsonCreator
    public HostId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("an empty name names nothing");
        }
    }

    @Override
    public int compareTo(HostId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
