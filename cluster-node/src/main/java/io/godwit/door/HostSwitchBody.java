package io.godwit.door;

import io.godwit.host.HostSwitch;
import io.godwit.network.SwitchPort;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What passed a host's switch, as a door tells it.
final class HostSwitchBody {

    private static final double BITS_PER_BYTE = 8;

    private HostSwitchBody() {}

    static Map<String, Object> of(HostSwitch it) {
        Map<String, Object> body = Reply.object("host", it.host().value());
        body.put("notLearned", it.notLearned());
        body.put(
                "ports",
                it.ports().stream()
                        .sorted(Comparator.comparing(HostSwitch.Port::kind).thenComparing(HostSwitch.Port::name))
                        .map(HostSwitchBody::port)
                        .toList());
        body.put(
                "addresses",
                it.addresses().stream()
                        .sorted(Comparator.comparing(HostSwitch.Address::vlan).thenComparing(HostSwitch.Address::mac))
                        .map(HostSwitchBody::address)
                        .toList());
        return body;
    }

    private static Map<String, Object> port(HostSwitch.Port port) {
        Map<String, Object> row = Reply.object("port", port.name());
        row.put("kind", word(port.kind()));
        port.card().ifPresent(card -> {
            row.put("mac", card.mac());
            row.put("vlan", card.vlan());
            card.bandwidth().ifPresent(limit -> row.put("limitBytes", limit.bitsPerSecond() / BITS_PER_BYTE));
        });
        row.put("framesIn", port.in().frames());
        row.put("bytesIn", port.in().bytes());
        row.put("framesOut", port.out().frames());
        row.put("bytesOut", port.out().bytes());
        row.put("flooded", port.flooded());
        row.put("dropped", dropped(port.drops()));
        return row;
    }

    private static Map<String, Object> dropped(List<HostSwitch.Drop> drops) {
        Map<String, Object> byReason = new LinkedHashMap<>();
        drops.forEach(drop -> byReason.put(drop.reason(), drop.frames()));
        return byReason;
    }

    private static Map<String, Object> address(HostSwitch.Address address) {
        Map<String, Object> row = Reply.object("mac", address.mac());
        row.put("vlan", address.vlan());
        row.put("kind", word(address.kind()));
        row.put("port", address.port());
        address.silentNs().ifPresent(silent -> row.put("silentNs", silent));
        return row;
    }

    private static String word(SwitchPort.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
