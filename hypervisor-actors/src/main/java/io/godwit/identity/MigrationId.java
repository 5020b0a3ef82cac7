package io.godwit.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Names one attempt to move a VM. The registry keeps it, so that a repeated command gets the same answer.
public record MigrationId(@JsonValue String value) implements Comparable<MigrationId> {

    @JsonCreator
    public MigrationId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("an empty name names nothing");
        }
    }

    @Override
    public int compareTo(MigrationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
