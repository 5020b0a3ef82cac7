package io.godwit.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Names a VM within a fleet, for as long as the fleet remembers it.
public record VmId(@JsonValue String value) implements Comparable<VmId> {

    @JsonCreator
    public VmId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("an empty name names nothing");
        }
    }

    @Override
    public int compareTo(VmId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
