package io.godwit.door;

import io.godwit.node.artery.NodeAddress;
import java.util.Optional;

/// Where a node's door is.
///
/// @param token that callers have to show; a door beyond loopback has one
public record DoorSetup(NodeAddress bound, Optional<String> token) {

    /// Shorter ones can be guessed.
    public static final int MIN_TOKEN_CHARACTERS = 16;
}
