package io.godwit.drill.file;

import io.godwit.drill.Action;
import io.godwit.drill.Action.Deed;
import io.godwit.drill.Topology;
import io.godwit.drill.VmChoice;
import io.godwit.drill.file.HostCatalog.Capacity;
import io.godwit.drill.file.VmsSection.Group;
import io.godwit.identity.VmId;
import io.godwit.unit.MemorySize;
import io.godwit.vm.MemoryPolicy;
import io.godwit.vm.MemoryPolicyChange;
import io.godwit.vm.MemoryPolicyChange.Bound;
import io.godwit.vm.SpecChange;
import io.godwit.vm.SpecChange.Cap;
import io.godwit.vm.SpecChange.Pinning;
import io.godwit.vm.VmSpec;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Reads what a step has done with VMs that are there, and refuses what no host of theirs could ever carry.
record Deeds(Guests guests, Topology topology, HostCatalog catalog) {

    private static final String GROUP = "group ";

    private static final Set<Verb> OF_ONE =
            EnumSet.of(Verb.EXPORT, Verb.IMPORT, Verb.IMAGE_SAVE, Verb.IMAGE_REMOVE, Verb.CREATE);

    private static final int MAX_VCPUS = 1_024;
    private static final int MAX_WEIGHT = 10_000;

    Action read(Section step, Verb verb) {
        if (verb == Verb.SCALE) {
            return scale(step);
        }
        Item target = step.require("target", "target: vm NAME");
        Optional<VmId> made = guests.stranger(target.text());
        if (verb == Verb.DESTROY && made.isPresent()) {
            return new Action.Order(new VmChoice.Named(made.get()), new Deed.Destroy());
        }
        VmChoice vms = guests.choice(target, target.text());
        boolean isOfOne = OF_ONE.contains(verb);
        if ((verb == Verb.CLONE || isOfOne) && !(vms instanceof VmChoice.Named)) {
            throw target.refused("is more than one VM, and "
                    + (verb == Verb.CLONE ? "a clone has one name" : "this is done with one")
                    + ": write vm NAME");
        }
        return new Action.Order(vms, deed(step, verb, guests.groups(vms)));
    }

    private Deed deed(Section step, Verb verb, List<Group> groups) {
        return switch (verb) {
            case CANCEL -> new Deed.Cancel();
            case POSTCOPY -> new Deed.Postcopy();
            case STOP -> new Deed.Stop();
            case START -> new Deed.Start();
            case REBOOT -> new Deed.Reboot();
            case RESIZE -> resize(step, groups);
            case PIN -> pin(step, groups);
            case MEMORY -> stand(step, groups);
            case CLONE ->
                new Deed.Clone(new VmId(step.require("as", "as: web-9").name()), flag(step, "full"));
            case SNAPSHOT ->
                new Deed.Snapshot(step.require("as", "as: before-upgrade").name(), flag(step, "memory"));
            case RESTORE_VM ->
                new Deed.RestoreVm(step.require("to", "to: before-upgrade").name());
            case SNAPSHOT_DELETE ->
                new Deed.DropSnapshot(
                        step.require("name", "name: before-upgrade").name());
            case EXPORT, IMPORT, IMAGE_SAVE, IMAGE_REMOVE, CREATE -> ofOne(step, verb);
            case DESTROY -> new Deed.Destroy();
            default -> throw new IllegalArgumentException(verb + " is done to no VM");
        };
    }

    private static Deed ofOne(Section step, Verb verb) {
        return switch (verb) {
            case EXPORT ->
                new Deed.Export(
                        step.require("as", "as: web-file").name(),
                        step.require("snapshot", "snapshot: before-upgrade").name());
            case IMPORT ->
                new Deed.Import(
                        step.require("file", "file: web-file").name(),
                        new VmId(step.require("as", "as: web-9").name()),
                        flag(step, "corrupt"));
            case IMAGE_SAVE ->
                new Deed.SaveImage(
                        step.require("as", "as: golden").name(),
                        step.require("snapshot", "snapshot: before-upgrade").name());
            case IMAGE_REMOVE ->
                new Deed.RemoveImage(step.require("name", "name: golden").name());
            case CREATE ->
                new Deed.Create(
                        new VmId(step.require("as", "as: web-9").name()),
                        step.require("image", "image: golden").name());
            default -> throw new IllegalArgumentException(verb + " is not done with one VM");
        };
    }

    /// A group's own VMs are what the drill is judged by: what it is scaled to are these, and more.
    private Action scale(Section step) {
        Item target = step.require("target", "target: group web");
        Group group = target.text().startsWith(GROUP)
                ? guests.group(target, target.text().substring(GROUP.length()).strip())
                : refuse(target);
        VmChoice one = new VmChoice.SomeOf(1, group.name());
        Optional<Integer> to = step.get("to").map(item -> item.whole(group.count(), ScaleReader.MAX_GROUP));
        boolean isRuled =
                Arrays.stream(ScaleReader.KEYS).anyMatch(key -> step.get(key).isPresent());
        if (to.isPresent() == isRuled) {
            throw step.refused("gives group '" + group.name() + "' a size or a rule: write to: " + (group.count() + 2)
                    + ", or min, max and utilisation");
        }
        if (to.isPresent()) {
            return new Action.Order(one, new Deed.Scale(group.name(), to.get()));
        }
        return new Action.Order(one, ScaleReader.read(step, group.name(), group.count()));
    }

    private static Group refuse(Item target) {
        throw target.refused("'" + target.text() + "' is no group: write group NAME");
    }

    private Deed resize(Section step, List<Group> groups) {
        SpecChange change = new SpecChange(
                step.get("vcpus").map(item -> item.whole(1, MAX_VCPUS)),
                step.get("memory").map(Deeds::memory),
                step.get("weight").map(item -> item.whole(1, MAX_WEIGHT)),
                step.get("reservation").map(Item::share),
                step.get("cap").map(Deeds::cap),
                Optional.empty(),
                Optional.empty());
        if (change.isNothing()) {
            throw step.refused("changes nothing: add vcpus: 4, memory: 2GiB, weight, reservation or cap");
        }
        groups.forEach(group -> requireRoom(step, change, group));
        return new Deed.Resize(change, flag(step, "reboot"));
    }

    private static boolean flag(Section step, String key) {
        return step.get(key, item -> item.word(Answer.class) == Answer.TRUE, false);
    }

    private enum Answer {
        TRUE,
        FALSE
    }

    private static MemorySize memory(Item item) {
        if (item.memory().bytes() == 0) {
            throw item.refused("is zero: a VM needs memory");
        }
        return item.memory();
    }

    private static Cap cap(Item item) {
        return item.text().equals("none") ? new Cap.None() : new Cap.At(item.share());
    }

    private Deed pin(Section step, List<Group> groups) {
        Item cores = step.require("cores", "cores: [2, 3] or cores: any");
        SpecChange change = SpecChange.pinned(pinning(cores));
        groups.forEach(group -> requireRoom(step, change, group));
        return new Deed.Pin(change);
    }

    private static Deed stand(Section step, List<Group> groups) {
        MemoryPolicyChange change = new MemoryPolicyChange(
                step.get("shares").map(item -> item.whole(1, MemoryPolicy.MOST_SHARES)),
                step.get("reservation").map(Item::memory),
                step.get("limit").map(Deeds::bound),
                step.get("minimum").map(Deeds::bound),
                step.get("mapping").map(MemoryPolicyReader::mapping));
        if (change.isNothing()) {
            throw step.refused("changes nothing: add shares, reservation, limit, minimum or mapping");
        }
        for (Group group : groups) {
            VmSpec vm = group.first();
            change.of(vm.platform().memory()).misfit(vm.kind(), vm.memory()).ifPresent(why -> {
                throw step.refused("can't be for " + vm.group() + ": " + why);
            });
        }
        return new Deed.Stand(SpecChange.policy(change), flag(step, "reboot"));
    }

    private static Bound bound(Item item) {
        return item.text().equals("none") ? new Bound.None() : new Bound.At(item.memory());
    }

    private static Pinning pinning(Item cores) {
        if (cores.value() instanceof Value.Text && cores.says("any")) {
            return new Pinning.Anywhere();
        }
        SortedSet<Integer> numbers = new TreeSet<>();
        cores.list().forEach(core -> numbers.add(core.whole(0, MAX_VCPUS)));
        if (numbers.isEmpty()) {
            throw cores.refused("names no core: write [2, 3] or any");
        }
        return new Pinning.Cores(numbers);
    }

    /// The host that has most of each, as the group's VMs may be on any.
    private void requireRoom(Section step, SpecChange change, Group group) {
        VmSpec next = change.of(group.first());
        List<Capacity> hosts = VmsSection.reaching(topology, next.disk()).stream()
                .flatMap(host -> host.spec().map(spec -> catalog.capacity(spec, host.hypervisor())).stream())
                .toList();
        int threads = hosts.stream().mapToInt(Capacity::threads).max().orElse(0);
        int cores = hosts.stream().mapToInt(Capacity::cores).max().orElse(0);
        MemorySize memory = hosts.stream()
                .map(Capacity::memory)
                .max(Comparator.naturalOrder())
                .orElse(MemorySize.ZERO);
        if (next.vcpus() > threads) {
            throw step.refusedAt(
                    "vcpus",
                    next.vcpus() + " vCPUs are " + (next.vcpus() - threads)
                            + " too many for the widest host, which has " + threads + " threads: give it at most "
                            + threads);
        }
        if (next.memory().compareTo(memory) > 0) {
            throw step.refusedAt(
                    "memory",
                    next.memory() + " is " + next.memory().minus(memory) + " too large for the largest host, which has "
                            + memory + ": make it smaller");
        }
        int last = next.cpu().affinity().map(it -> it.last()).orElse(0);
        if (last >= cores) {
            throw step.refusedAt("cores", "there is no core " + last + ": the widest host has 0 to " + (cores - 1));
        }
        long ceiling = Math.min(
                next.vcpus() * 1_000_000_000L, next.cpu().capNanoCores().orElse(Long.MAX_VALUE));
        if (next.cpu().reservationNanoCores() > ceiling) {
            throw step.refused("would have '" + group.name() + "' reserve more than its cap or its vCPUs: lower the"
                    + " reservation too");
        }
    }
}
