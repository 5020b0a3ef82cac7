package io.godwit.host;

import io.godwit.identity.HostId;
import io.godwit.network.PortCounters;
import io.godwit.network.SwitchPort;
import io.godwit.network.VirtualSwitch.Known;
import io.godwit.network.VirtualSwitch.PortFigures;
import io.godwit.network.VirtualSwitch.Shown;
import java.util.ArrayList;
import java.util.List;

/// Tells what a host's switch has shown. Pure.
final class SwitchInspector {

    private SwitchInspector() {}

    static HostSwitch inspect(HostId host, Shown shown, long nowNs) {
        List<HostSwitch.Port> ports = new ArrayList<>();
        shown.ports().forEach((port, figures) -> ports.add(port(port, figures)));
        List<HostSwitch.Address> addresses =
                shown.known().stream().map(known -> address(known, nowNs)).toList();
        return new HostSwitch(host, ports, addresses, ports.size(), addresses.size(), shown.notLearned());
    }

    /// Of a host without a network.
    static HostSwitch none(HostId host) {
        return new HostSwitch(host, List.of(), List.of(), 0, 0, 0);
    }

    private static HostSwitch.Port port(SwitchPort port, PortFigures figures) {
        PortCounters.Snapshot counters = figures.counters();
        List<HostSwitch.Drop> drops = new ArrayList<>();
        counters.dropped().forEach((why, frames) -> drops.add(new HostSwitch.Drop(why.word(), frames)));
        return new HostSwitch.Port(
                port.kind(),
                port.name(),
                figures.card().map(card -> new HostSwitch.Card(card.mac().toString(), card.vlan(), card.bandwidth())),
                new HostSwitch.Passed(counters.framesIn(), counters.bytesIn()),
                new HostSwitch.Passed(counters.framesOut(), counters.bytesOut()),
                counters.flooded(),
                drops);
    }

    private static HostSwitch.Address address(Known known, long nowNs) {
        return new HostSwitch.Address(
                known.vlan(),
                known.mac().toString(),
                known.port().kind(),
                known.port().name(),
                known.heardNs().map(heard -> nowNs - heard));
    }
}
