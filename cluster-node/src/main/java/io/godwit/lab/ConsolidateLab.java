package io.godwit.lab;

import io.godwit.array.ArraySettings;
import io.godwit.experiment.IllegalSetting;
import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.guest.CpuDemand;
import io.godwit.guest.MemoryDirtier;
import io.godwit.guest.WorkloadSpec;
import io.godwit.host.GuestMaker;
import io.godwit.host.HostSpec;
import io.godwit.host.Images;
import io.godwit.identity.VmId;
import io.godwit.link.LinkQuality;
import io.godwit.rack.Rack;
import io.godwit.settings.SettingsFile;
import io.godwit.time.Seed;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import io.godwit.vm.CpuShare;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import io.godwit.vm.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Ten servers that are idle most of the time, moved onto two hosts: what that saves, and what the servers feel of it.
final class ConsolidateLab implements Lab {

    private static final Parameter<Integer> SERVERS =
            Parameter.count("servers", "machines before, one VM each", 10).between("2", "40");

    private static final Parameter<Integer> HOSTS =
            Parameter.count("hosts", "of them that stay on", 2).between("1", "39");

    private static final Parameter<Share> LOAD =
            Parameter.share("load", "of each server's CPU, on average", "10%").between("1%", "80%");

    private static final Parameter<Share> PEAK =
            Parameter.share("peak", "of its CPU while it is busy", "90%").between("1%", "100%");

    private static final Parameter<MemorySize> MEMORY =
            Parameter.size("memory", "of each server", "512MiB").between("64MiB", "4GiB");

    private static final Parameter<Duration> OBSERVED =
            Parameter.time("observed", "before, and again after", "120s").between("20s", "20m");

    private static final Parameter<String> MACHINE =
            Parameter.choice("machine", "a file under config/hosts", List.of("hp-ml110-g5", "hp-ml110-g4"));

    /// Between its bursts a server does a fifth of its average.
    private static final int QUIET_DIVISOR = 5;

    private static final EventRate WRITES = EventRate.parse("500/s");
    private static final Duration SHORTEST_PERIOD = Duration.ofSeconds(7);
    private static final Duration LONGEST_PERIOD = Duration.ofSeconds(13);

    @Override
    public Card card() {
        return new Card(
                "consolidate",
                "ten servers at 10 % onto two hosts: power saved, steal paid",
                "What do ten servers at 10 % of their CPU cost on ten machines, and what on two?",
                List.of(
                        "Each server has a machine of its own at first, as a VM with as many vCPUs as the machine has"
                                + " cores. It is busy in bursts: its peak for about a second, a fifth of its average in"
                                + " between, with a period of 7 to 13 s that is its own, and writes to its memory.",
                        "After a while the servers move, one after the other and while they run, onto the machines"
                                + " that stay on. A machine that is empty is switched off. Nothing else changes."),
                List.of(
                        "power and size of the machines: BB12 Table I and §7 (config/hosts)",
                        "unverified: the burst's shape, and 500 page writes a second of each server",
                        "migration: the pre-copy of docs/migration.md"),
                List.of(
                        "What the hypervisor itself costs: a server on its own machine is a VM here too.",
                        "Power of network, disks and cooling; energy of switching machines off and on.",
                        "Failures: two machines are lost more easily than ten, and each takes more with it.",
                        "Queueing within a second: steal is a share of time, not a reply's latency.",
                        "Work that a burst did not get is dropped, not made up for: use rises by less than what was"
                                + " stolen.",
                        "Registry and controller: moves are ordered by hand."));
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(SERVERS, HOSTS, LOAD, PEAK, MEMORY, OBSERVED, MACHINE);
    }

    @Override
    public Findings run(Trial trial) {
        var machine = trial.host(trial.get(MACHINE));
        refuse(trial, machine);
        var vms = vms(trial, machine);
        var seed = trial.seedOf("consolidate");
        try (var rack = Rack.open(ground(trial, machine))) {
            var course = new Consolidation(
                    rack, new Consolidation.Plan(machine, vms, trial.get(HOSTS), trial.get(OBSERVED)));
            course.play(delays(vms.size(), seed));
            return ConsolidateFindings.of(course, vms.size(), trial.get(HOSTS));
        }
    }

    private static void refuse(Trial trial, HostSpec machine) {
        int servers = trial.get(SERVERS);
        int hosts = trial.get(HOSTS);
        if (hosts >= servers) {
            throw new IllegalSetting("hosts: " + servers + " servers on " + hosts
                    + " hosts are no fewer: write at most " + (servers - 1));
        }
        if (trial.get(LOAD).compareTo(trial.get(PEAK)) >= 0) {
            throw new IllegalSetting("load: " + trial.get(LOAD) + " on average can't be with a peak of "
                    + trial.get(PEAK) + ": write less, or a higher peak");
        }
        var needed = trial.get(MEMORY).times(Math.ceilDiv(servers, hosts));
        var there = machine.memory().forGuests();
        if (needed.compareTo(there) > 0) {
            throw new IllegalSetting("memory: " + Math.ceilDiv(servers, hosts) + " servers of " + trial.get(MEMORY)
                    + " on a host lack " + needed.minus(there) + " of memory: write less, or more hosts");
        }
    }

    private static List<VmSpec> vms(Trial trial, HostSpec machine) {
        var vms = new ArrayList<VmSpec>();
        for (int i = 1; i <= trial.get(SERVERS); i++) {
            vms.add(new VmSpec(
                    new VmId("server-" + i),
                    "server",
                    machine.topology().cores(),
                    trial.get(MEMORY),
                    VmKind.FULL,
                    CpuShare.byDefault(),
                    "blank",
                    Rack.ARRAY,
                    VmSpec.Care.none(),
                    WorkloadSpec.idle()));
        }
        return vms;
    }

    private static Rack.Ground ground(Trial trial, HostSpec machine) {
        var nic = machine.nics().getFirst();
        var guests = new GuestMaker(new Images(List.of()), vm -> workload(trial, vm));
        return new Rack.Ground(
                trial.seedOf("rack"),
                guests,
                new LinkQuality(nic.latency(), nic.bandwidth()),
                array(trial).disk());
    }

    static ArraySettings array(Trial trial) {
        return switch (ArraySettings.FILES.named(trial.config().resolve("arrays"), "lab")) {
            case SettingsFile.Read<ArraySettings>(var settings) -> settings;
            case SettingsFile.Unusable<ArraySettings>(var sentence) -> throw new IllegalSetting(sentence);
        };
    }

    private static Workload workload(Trial trial, VmSpec vm) {
        var seed = trial.seedOf(vm.id().value());
        long load = trial.get(LOAD).billionths();
        long quiet = load / QUIET_DIVISOR;
        long peak = trial.get(PEAK).billionths();
        long periodNs = between(SHORTEST_PERIOD, LONGEST_PERIOD, seed.child("period"));
        long busyNs = Math.clamp(Math.round((double) periodNs * (load - quiet) / (peak - quiet)), 1, periodNs - 1);
        return new Workload(
                new CpuDemand.Bursts(new Share(peak), new Share(quiet), periodNs, busyNs),
                vm.vcpus(),
                Optional.of(new MemoryDirtier(
                        seed.child("memory"),
                        vm.memory().bytes() / 8 / 4096,
                        WRITES,
                        new WorkloadSpec.Pattern.Random())),
                false);
    }

    private static List<Duration> delays(int count, Seed seed) {
        var delays = new ArrayList<Duration>();
        for (int i = 0; i < count; i++) {
            delays.add(Duration.ofNanos(between(
                    Duration.ofMillis(1),
                    Duration.ofSeconds(3),
                    seed.child("delay").child("" + i))));
        }
        return delays;
    }

    private static long between(Duration least, Duration most, Seed seed) {
        return seed.generator().nextLong(least.toNanos(), most.toNanos() + 1);
    }
}
