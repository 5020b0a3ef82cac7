package io.godwit.drill.file;

import io.godwit.drill.Action.Deed.ScaleBy;
import io.godwit.drill.Topology;
import io.godwit.drill.Topology.Host;
import io.godwit.guest.WorkloadSpec;
import io.godwit.identity.VmId;
import io.godwit.vm.CpuShare;
import io.godwit.vm.Isolation;
import io.godwit.vm.Protection;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import io.godwit.vm.VmSpec.Care;
import io.godwit.vm.VmSpec.Domain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads `vms`: groups of VMs of one make.
final class VmsSection {

    private static final Pattern GROUP = Pattern.compile("[a-z][a-z0-9-]*");

    private static final String[] KEYS = {
        "count",
        "vcpus",
        "memory",
        "kind",
        "mechanism",
        "kernel",
        "memory-max",
        "protect",
        "on-isolation",
        "tier",
        "after",
        "spread",
        "disk",
        "weight",
        "reservation",
        "cap",
        "affinity",
        "image",
        "memory-policy",
        "mapping",
        "disk-device",
        "network-device",
        "scale",
    };

    private static final long NANO_CORES = 1_000_000_000L;
    private static final int LAST_TIER = 9;
    private static final int MAX_WEIGHT = 10_000;
    private static final int MAX_VCPUS = 1_024;

    private final Topology topology;
    private final ImageReader images;
    private final Problems problems;

    VmsSection(Topology topology, ImageReader images, Problems problems) {
        this.topology = topology;
        this.images = images;
        this.problems = problems;
    }

    /// A group as read, to be multiplied.
    ///
    /// @param first its first VM, idle
    /// @param rule that its size follows; empty: nobody changes it but by a step
    record Group(String name, Item item, int count, VmSpec first, Optional<ScaleBy> rule) {

        VmSpec vm(int number, WorkloadSpec workload) {
            return first.with(new VmId(name + "-" + number)).with(workload);
        }
    }

    List<Group> read(Item vms) {
        List<Group> groups = new ArrayList<>();
        List<String> names = vms.named().stream().map(Item.Named::name).toList();
        if (names.isEmpty()) {
            throw vms.refused("has no groups: add web: {count: 3, memory: 1GiB}");
        }
        for (Item.Named group : vms.named()) {
            problems.attempt(() -> group(group, names)).ifPresent(groups::add);
        }
        if (groups.size() == names.size()) {
            new GroupChecks(topology, groups, problems).check();
        }
        return groups;
    }

    private Group group(Item.Named named, List<String> groups) {
        named.requireName(GROUP, "use small letters, digits and dashes, a letter first");
        var section = named.item().section(KEYS);
        int count = section.get("count", item -> item.whole(1, Bounds.VMS), 1);
        int vcpus = section.get("vcpus", item -> item.whole(1, MAX_VCPUS), 1);
        var memory = section.require("memory", "memory: 1GiB");
        if (memory.memory().bytes() == 0) {
            throw memory.refused("is zero: a VM needs memory");
        }
        Care care = care(section, groups);
        VmKind kind = section.get("kind", item -> item.word(VmKind.class), VmKind.FULL);
        var first = new VmSpec(
                new VmId(named.name() + "-1"),
                named.name(),
                vcpus,
                memory.memory(),
                kind,
                cpu(section, vcpus),
                images.read(section, memory.memory()),
                disk(section, care.protection()),
                care,
                WorkloadSpec.idle(),
                DevicesReader.read(section, new PlatformReader(kind, memory.memory()).read(section)));
        Optional<ScaleBy> rule =
                section.get("scale").map(item -> ScaleReader.read(item.section(ScaleReader.KEYS), named.name(), count));
        return new Group(named.name(), named.item(), count, first, rule);
    }

    private Care care(Section section, List<String> groups) {
        Protection protection = section.get("protect", VmsSection::protection, Protection.NONE);
        boolean isProtected = protection != Protection.NONE;
        if (!isProtected && section.get("on-isolation").isPresent()) {
            throw section.refusedAt(
                    "on-isolation",
                    "means nothing without protection, since such VMs hold no permit: remove it or protect them");
        }
        Isolation otherwise = isProtected ? Isolation.STOP : Isolation.RUN;
        return new Care(
                protection,
                section.get("on-isolation", item -> item.word(Isolation.class), otherwise),
                section.get(
                        "tier", item -> item.whole(1, LAST_TIER), Care.none().tier()),
                section.get("after", item -> after(item, groups), List.of()),
                section.get("spread").map(item -> item.word(Domain.class)));
    }

    private static Protection protection(Item item) {
        if (item.isMap()) {
            String policy = item.named().stream().map(Item.Named::name).collect(Collectors.joining(", "));
            throw item.refused("'" + policy + "' is not yet possible: use restart or none");
        }
        return switch (item.text()) {
            case "mirror", "checkpoint" ->
                throw item.refused("'" + item.text() + "' is not yet possible: use restart or none");
            default -> item.word(Protection.class);
        };
    }

    private static List<String> after(Item item, List<String> groups) {
        return item.list().stream()
                .map(other -> {
                    String name = other.text();
                    if (!groups.contains(name)) {
                        throw other.refused("there is no group '" + name + "': " + Nearest.remedy(name, groups));
                    }
                    return name;
                })
                .distinct()
                .toList();
    }

    /// Reservation and cap are shares of all the VM's vCPUs together.
    private static CpuShare cpu(Section section, int vcpus) {
        long all = vcpus * NANO_CORES;
        long reservation = section.get("reservation", item -> item.share().of(all), 0L);
        Optional<Long> cap = section.get("cap").map(item -> item.share().of(all));
        if (cap.filter(most -> most < reservation || most == 0).isPresent()) {
            throw section.refusedAt("cap", "is zero or below the reservation: raise it or remove it");
        }
        return new CpuShare(
                section.get("weight", item -> item.whole(1, MAX_WEIGHT), CpuShare.DEFAULT_WEIGHT),
                reservation,
                cap,
                section.get("affinity").map(VmsSection::affinity));
    }

    private static SortedSet<Integer> affinity(Item item) {
        SortedSet<Integer> cores = new TreeSet<>();
        item.list().forEach(core -> cores.add(core.whole(0, MAX_VCPUS)));
        if (cores.isEmpty()) {
            throw item.refused("names no core: write [0, 1] or remove it");
        }
        return cores;
    }

    private String disk(Section section, Protection protection) {
        List<String> arrays =
                topology.arrays().stream().map(Topology.StorageArray::name).toList();
        String disk = section.get("disk").map(item -> known(item, arrays)).orElseGet(() -> switch (arrays.size()) {
            case 0 -> VmSpec.LOCAL_DISK;
            case 1 -> arrays.getFirst();
            default ->
                throw section.refused("'disk' is missing and there are several: add disk: one of local, "
                        + String.join(", ", arrays));
        });
        if (protection == Protection.RESTART && disk.equals(VmSpec.LOCAL_DISK)) {
            throw section.refused("cannot be restarted from a local disk, which dies with its host: add"
                    + " datastores: [array-a] to the site and disk: array-a here, or protect: none");
        }
        return disk;
    }

    private static String known(Item item, List<String> arrays) {
        String name = item.text();
        if (!name.equals(VmSpec.LOCAL_DISK) && !arrays.contains(name)) {
            List<String> known = new ArrayList<>(arrays);
            known.add(VmSpec.LOCAL_DISK);
            throw item.refused("there is no datastore '" + name + "': " + Nearest.remedy(name, known));
        }
        return name;
    }

    /// The hosts where a VM with this disk can run.
    static List<Host> reaching(Topology topology, String disk) {
        return topology.workers()
                .filter(host ->
                        disk.equals(VmSpec.LOCAL_DISK) || host.datastores().contains(disk))
                .toList();
    }
}
