package io.godwit.link;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The name of a node: one process running one actor system. It stays the same when the process is restarted.
public record NodeId(@JsonValue String value) implements Comparable<NodeId> {

    @JsonCreator
    public NodeId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a node needs a name");
        }
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
