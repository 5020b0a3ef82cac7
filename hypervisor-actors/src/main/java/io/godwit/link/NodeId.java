package io.godwit.link;

/// The name of a node: one process running one actor system. It stays the same when the process is restarted.
public record NodeId(String value) implements Comparable<NodeId> {

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
