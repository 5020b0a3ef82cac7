package io.godwit.device;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.godwit.unit.IllegalQuantity;

/// In which order a disk takes up what its guests give it. Its host's I/O scheduler, or its array's, decides.
public enum DiskSharing {
    /// By turns: a guest that gives it more waits longer, and makes nobody else wait for more than one operation.
    FAIR,
    /// As it comes: whoever keeps more operations in flight gets more, and all wait behind all of them.
    FIRST_COME;

    /// As it is read: a node's setup carries it, too.
    @JsonValue
    String word() {
        return this == FAIR ? "fair" : "first-come";
    }

    @JsonCreator
    static DiskSharing fromFile(String word) {
        return switch (word) {
            case "fair" -> FAIR;
            case "first-come" -> FIRST_COME;
            default -> throw new IllegalQuantity("a disk shared '" + word + "': write fair or first-come");
        };
    }
}
