package io.godwit.door;

import io.godwit.guest.Activity;
import io.godwit.node.artery.NodeAddress;
import java.util.Optional;
import java.util.SortedMap;

/// Where a node's door is, and what callers may name there.
///
/// @param token that callers have to show; a door beyond loopback has one
/// @param activities of guests, by the name of their file in `config/guests`
public record DoorSetup(NodeAddress bound, Optional<String> token, SortedMap<String, Activity> activities) {

    /// Shorter ones can be guessed.
    public static final int MIN_TOKEN_CHARACTERS = 16;
}
