package io.godwit.virtualization;

import io.godwit.settings.SettingsFile;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import io.godwit.vm.Kernel;
import io.godwit.vm.Mechanism;
import io.godwit.vm.VmKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A hypervisor, or an engine of containers, as a file of `config/hypervisors` describes it: what it can do, which path
/// an event of a guest takes under it, and what each step of a path costs. How efficient it is follows from that, and
/// is never said.
///
/// Each part names its source. One that begins with `unverified` was not read by us: such values are defaults, never
/// bounds.
///
/// @param hypervisor its name, which is also its file's
/// @param product for people
/// @param era of product and processors that the costs are of
/// @param os the operating system that it is part of, or runs on
/// @param times how long steps of a guest's life take, by kind; one that isn't there takes none. How long it boots must
///     be said for each kind that it runs
/// @param scheduler by which it shares cores, for hosts that are to have their hypervisor's own
/// @param memory what it takes beside the guests' own
/// @param containers how those of it move; a file that says nothing of that moves none
/// @param devices which file of `config/devices` says what a guest's device costs
/// @param steps by name
/// @param mechanisms by which it runs guests: for each reason, the names of the steps that an event of it takes. A
///     reason that isn't there costs nothing
public record Profile(
        String hypervisor,
        String product,
        Type type,
        String era,
        HostOs os,
        SortedMap<LifeStep, SortedMap<VmKind, Taken>> times,
        Scheduler scheduler,
        Overhead memory,
        Limits limits,
        Containers containers,
        DeviceNames devices,
        SortedMap<String, Step> steps,
        SortedMap<Mechanism, SortedMap<Reason, List<String>>> mechanisms) {

    /// The files of `config/hypervisors`, which may inherit from `families` there.
    public static final SettingsFile<Profile> FILES =
            SettingsFile.of(Profile.class, "hypervisor").inheriting().since("containers", Containers.none());

    /// What a host has unless somebody says otherwise.
    public static final String DEFAULT = "lab";

    private static final String NOTHING = "nothing: a hypervisor that takes no part";

    /// @param moves the better one first; none: a container stays where it is
    public record Containers(List<ContainerMove> moves, String source) {

        public Containers {
            moves = List.copyOf(moves);
        }

        static Containers none() {
            return new Containers(List.of(), "nothing is said of it");
        }
    }

    public enum Type {
        /// On the machine itself.
        TYPE_1,
        /// A program of a host's operating system, with which it shares CPU and memory.
        TYPE_2,
        /// No hypervisor: containers of one kernel.
        ENGINE
    }

    /// @param kernel that containers share
    /// @param memory that it keeps, beyond what the host's file keeps for a hypervisor
    /// @param cpu that it uses by itself, as a share of one core
    /// @param restart from a panic of its kernel until containers may start
    public record HostOs(Kernel kernel, MemorySize memory, Share cpu, Duration restart, String source) {}

    public record Taken(Duration time, String source) {}

    public record Scheduler(SchedulerName name, String source) {}

    public enum SchedulerName {
        CREDIT,
        EEVDF,
        /// One that we don't have.
        NOT_MODELLED
    }

    /// @param vm for each, beside its own memory
    public record Overhead(MemorySize vm, String source) {}

    /// @param vcpus of a VM
    /// @param vms of a host
    public record Limits(int vcpus, int vms, String source) {

        public Limits {
            require(vcpus >= 1 && vms >= 1, "limits of " + vcpus + " vCPUs and " + vms + " VMs: write 1 or more");
        }
    }

    public Profile {
        times = Collections.unmodifiableSortedMap(new TreeMap<>(times));
        steps = Collections.unmodifiableSortedMap(new TreeMap<>(steps));
        mechanisms = Collections.unmodifiableSortedMap(new TreeMap<>(mechanisms));
        require(!mechanisms.isEmpty(), "a hypervisor without mechanisms runs nothing: write at least one");
        for (Mechanism mechanism : mechanisms.keySet()) {
            require(
                    times.getOrDefault(LifeStep.BOOT, new TreeMap<>()).containsKey(mechanism.kind()),
                    "it runs guests of kind " + mechanism.kind()
                            + " and doesn't say how long they boot: add it to times.boot");
            for (List<String> path : mechanisms.get(mechanism).values()) {
                for (String step : path) {
                    require(
                            steps.containsKey(step),
                            "there is no step '" + step + "': write one of " + String.join(", ", steps.keySet()));
                }
            }
        }
    }

    /// One that runs everything, costs nothing and has no limits.
    public static Profile bare() {
        SortedMap<VmKind, Taken> boot = new TreeMap<>();
        SortedMap<Mechanism, SortedMap<Reason, List<String>>> mechanisms = new TreeMap<>();
        for (Mechanism mechanism : Mechanism.values()) {
            boot.put(mechanism.kind(), new Taken(Duration.ZERO, NOTHING));
            mechanisms.put(mechanism, new TreeMap<>());
        }
        return new Profile(
                "bare",
                "no product",
                Type.TYPE_1,
                "any",
                new HostOs(Kernel.LINUX, MemorySize.ZERO, Share.NONE, Duration.ZERO, NOTHING),
                new TreeMap<>(Map.of(LifeStep.BOOT, boot)),
                new Scheduler(SchedulerName.NOT_MODELLED, NOTHING),
                new Overhead(MemorySize.ZERO, NOTHING),
                new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, NOTHING),
                new Containers(List.of(ContainerMove.values()), NOTHING),
                DeviceNames.free(),
                new TreeMap<>(),
                mechanisms);
    }

    /// How long a step of the life of a guest of this kind takes; zero where nothing is said.
    public Duration time(LifeStep step, VmKind kind) {
        SortedMap<VmKind, Taken> byKind = times.get(step);
        Taken taken = byKind == null ? null : byKind.get(kind);
        return taken == null ? Duration.ZERO : taken.time();
    }

    /// The steps of an event, none if it costs nothing.
    public List<Step> path(Mechanism mechanism, Reason reason) {
        Map<Reason, List<String>> paths = mechanisms.get(mechanism);
        List<String> names = paths == null ? List.of() : paths.getOrDefault(reason, List.of());
        List<Step> path = new ArrayList<>();
        for (String name : names) {
            path.add(steps.get(name));
        }
        return path;
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalQuantity(sentence);
        }
    }
}
