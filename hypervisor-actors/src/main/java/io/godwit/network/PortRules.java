package io.godwit.network;

import io.godwit.unit.Bandwidth;
import java.util.Optional;

/// What may pass at a port of a switch.
public sealed interface PortRules {

    /// The port of one card, which may be nobody else and in no other virtual LAN.
    ///
    /// @param bandwidth what it never sends more of
    record Card(MacAddress mac, int vlan, Optional<Bandwidth> bandwidth) implements PortRules {}

    /// Behind it is whoever says so, all in one virtual LAN.
    record Open(int vlan) implements PortRules {}

    /// The way to another switch: frames of all virtual LANs, each with its tag.
    record Trunk() implements PortRules {}

    /// Whether frames of this virtual LAN go out here.
    default boolean carries(int vlan) {
        return switch (this) {
            case Card(var _, var own, var _) -> own == vlan;
            case Open(var own) -> own == vlan;
            case Trunk() -> true;
        };
    }
}
