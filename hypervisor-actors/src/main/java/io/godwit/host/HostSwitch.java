package io.godwit.host;

import io.godwit.identity.HostId;
import io.godwit.network.SwitchPort;
import io.godwit.unit.Bandwidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The switch of a host: what passed each port so far, and which addresses it knows. Bulk is counted up to now.
///
/// @param portsInAll ports that it has, here or in other parts
/// @param addressesInAll addresses that it remembers, here or in other parts
/// @param notLearned how often an address was not remembered for want of room
public record HostSwitch(
        HostId host, List<Port> ports, List<Address> addresses, int portsInAll, int addressesInAll, long notLearned)
        implements HostInsight {

    public HostSwitch {
        ports = List.copyOf(ports);
        addresses = List.copyOf(addresses);
    }

    /// In and out are the switch's: what a guest sends comes in.
    ///
    /// @param card of a guest's port
    /// @param flooded frames that came in here and went to everybody
    /// @param drops of frames that came in here
    public record Port(
            SwitchPort.Kind kind,
            String name,
            Optional<Card> card,
            Passed in,
            Passed out,
            long flooded,
            List<Drop> drops) {

        public Port {
            drops = List.copyOf(drops);
        }
    }

    /// @param mac the only address that frames may come from
    /// @param vlan the only virtual LAN; 0: the untagged one
    /// @param bandwidth what it never sends more of
    public record Card(String mac, int vlan, Optional<Bandwidth> bandwidth) {}

    public record Passed(long frames, long bytes) {}

    /// @param reason such as `forged-mac`
    public record Drop(String reason, long frames) {}

    /// @param port behind which it is
    /// @param silentNs since it was last heard; empty: it is a card's own
    public record Address(int vlan, String mac, SwitchPort.Kind kind, String port, Optional<Long> silentNs) {}

    @Override
    public List<HostSwitch> parts(int rows) {
        List<HostSwitch> parts = new ArrayList<>();
        for (int from = 0; from < ports.size(); from += rows) {
            parts.add(part(ports.subList(from, Math.min(ports.size(), from + rows)), List.of()));
        }
        for (int from = 0; from < addresses.size(); from += rows) {
            parts.add(part(List.of(), addresses.subList(from, Math.min(addresses.size(), from + rows))));
        }
        return parts.isEmpty() ? List.of(this) : parts;
    }

    private HostSwitch part(List<Port> some, List<Address> others) {
        return new HostSwitch(host, some, others, portsInAll, addressesInAll, notLearned);
    }

    @Override
    public HostInsight with(HostInsight part) {
        HostSwitch other = (HostSwitch) part;
        List<Port> all = new ArrayList<>(ports);
        all.addAll(other.ports);
        List<Address> known = new ArrayList<>(addresses);
        known.addAll(other.addresses);
        return part(all, known);
    }

    @Override
    public boolean isWhole() {
        return ports.size() == portsInAll && addresses.size() == addressesInAll;
    }
}
