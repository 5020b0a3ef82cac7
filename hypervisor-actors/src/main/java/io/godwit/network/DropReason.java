package io.godwit.network;

import io.godwit.unit.Words;

/// Why a switch did not pass a frame on.
public enum DropReason {
    /// Its source is not the address of the card that sent it.
    FORGED_MAC,
    /// It carries the tag of a virtual LAN that its port is not in.
    FORGED_VLAN,
    /// Its port has sent as much as it may.
    RATE_LIMIT,
    /// Its port has sent as many frames to everybody as it may.
    FLOOD_LIMIT,
    /// Nobody who could get it is behind another port.
    NOBODY,
    /// Its port isn't there.
    NO_PORT,
    /// The thread of the card's back-end had no time for it.
    BACK_END,
    /// The host's network card was used up.
    HARDWARE,
    /// The link to another site was used up.
    LINK;

    /// Whether the sender tried to be somebody else.
    public boolean isForgery() {
        return this == FORGED_MAC || this == FORGED_VLAN;
    }

    /// For people, such as `forged-mac`.
    public String word() {
        return Words.of(this);
    }
}
