package io.godwit.drill.file;

import io.godwit.cpu.CpuScheduling;
import io.godwit.drill.Topology.Host;
import io.godwit.drill.Topology.Role;
import io.godwit.host.HostMakes;
import io.godwit.identity.HostId;
import io.godwit.link.NodeId;
import io.godwit.virtualization.Profile;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Reads one rack of a site, `r1: 3` or `r1: {hosts: 3, host: NAME, hypervisor: NAME, scheduler: NAME, role: witness}`.
record RackReader(HostCatalog catalog, String site, Section defaults, List<String> datastores) {

    /// The hosts, each on a node of its own for now.
    List<Host> read(Item.Named rack) {
        // what every rack of the site has in its own way is a name all the same
        defaults.get("host").ifPresent(this::known);
        defaults.get("hypervisor").ifPresent(this::knownHypervisor);
        defaults.get("scheduler").ifPresent(item -> item.oneOf(HostMakes.SCHEDULERS));
        boolean isLong = rack.item().isMap();
        Optional<Section> own = isLong
                ? Optional.of(rack.item().section("hosts", "host", "hypervisor", "scheduler", "role"))
                : Optional.empty();
        Item count = own.map(section -> section.require("hosts", "hosts: 3")).orElse(rack.item());
        int hosts = count.whole(1, Bounds.HOSTS);
        Role role = own.flatMap(section -> section.get("role"))
                .or(() -> defaults.get("role"))
                .map(item -> item.word(Role.class))
                .orElse(Role.WORKER);
        Optional<Item> named = own.flatMap(section -> section.get("host")).or(() -> defaults.get("host"));
        Optional<Item> chosen =
                own.flatMap(section -> section.get("hypervisor")).or(() -> defaults.get("hypervisor"));
        String hypervisor = chosen.map(this::knownHypervisor).orElse(Profile.DEFAULT);
        String scheduler = own.flatMap(section -> section.get("scheduler"))
                .or(() -> defaults.get("scheduler"))
                .map(item -> item.oneOf(HostMakes.SCHEDULERS))
                .orElse(CpuScheduling.FAIR_SHARE);
        Optional<String> spec = named.map(this::known).map(machine -> HostMakes.scheduledBy(machine, scheduler));
        spec.flatMap(machine -> catalog.objection(machine, hypervisor)).ifPresent(sentence -> {
            throw chosen.orElseGet(named::orElseThrow).refused(sentence);
        });
        if (role == Role.WORKER && spec.isEmpty()) {
            throw rack.refused("'host' is missing: add host: NAME, one of " + String.join(", ", catalog.names()));
        }
        List<String> reached = role == Role.WITNESS ? List.of() : datastores;
        return IntStream.rangeClosed(1, hosts)
                .mapToObj(number -> site + "-" + rack.name() + "-" + number)
                .map(name -> new Host(
                        new HostId(name), new NodeId(name), site, rack.name(), spec, hypervisor, reached, role))
                .toList();
    }

    private String knownHypervisor(Item hypervisor) {
        String name = hypervisor.text();
        if (!catalog.hypervisors().contains(name)) {
            throw hypervisor.refused("there is no hypervisor '" + name + "' in config/hypervisors: "
                    + Nearest.remedy(name, catalog.hypervisors()));
        }
        return name;
    }

    private String known(Item spec) {
        String name = spec.text();
        if (!catalog.names().contains(name)) {
            throw spec.refused(
                    "there is no hardware '" + name + "' in config/hosts: " + Nearest.remedy(name, catalog.names()));
        }
        return name;
    }
}
