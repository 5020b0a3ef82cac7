package io.godwit.validation;

import io.godwit.cpu.CpuEntitlement;
import io.godwit.cpu.CpuScheduling;
import io.godwit.cpu.CpuTopology;
import io.godwit.cpu.QuantumMachine;
import io.godwit.cpu.QuantumSettings;
import io.godwit.cpu.VcpuLoad;
import io.godwit.experiment.IllegalSetting;
import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.host.SchedulingFiles;
import io.godwit.unit.Frequency;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/// Sharing of cores quantum by quantum.
final class QuantumExperiments {

    private static final long RUN_NS = 20_000_000_000L;

    /// How often a domain is asked, no multiple of a slice, and what it has to do for a reply.
    private static final long ASKED_EVERY_NS = 101_000_003L;

    private static final long REPLY_NS = 100_000L;

    /// How many requests busy domains are sent, each to one of them by chance.
    private static final int ASKED = 400;

    private static final String IDLE = "idle";
    private static final String BUSY = "busy";

    private static final Parameter<String> SCHEDULER = Parameter.choice(
            "scheduler", "a file under config/schedulers", List.of(CpuScheduling.CREDIT, CpuScheduling.EEVDF));

    private static final Parameter<String> PROCESSOR =
            Parameter.choice("processor", "a file under config/processors", List.of("xeon-2021", "xeon-2003"));

    private static final Parameter<Integer> DOMAINS = Parameter.count(
                    "domains", "that compute all the time, of one vCPU each", 128)
            .between("1", "1000");

    private static final Parameter<Integer> CPUS =
            Parameter.count("cpus", "of the machine", 2).between("1", "64");

    private static final Parameter<Duration> SLICE =
            Parameter.time("slice", "for which each runs", "5ms").between("100us", "1s");

    private static final Parameter<String> REPLIES =
            Parameter.choice("replies", "which domain is asked", List.of(IDLE, BUSY));

    private static final Parameter<Integer> WEIGHT = Parameter.count(
                    "weight", "of the second VM; the first one has 256", 512)
            .between("1", "65535");

    static final List<Experiment> ALL = List.of(
            new Experiment(
                    "many-domains-loss",
                    "throughput that many greedy domains lose to switches and cold caches, against one on each CPU",
                    "%",
                    List.of(DOMAINS, CPUS, SLICE, SCHEDULER, PROCESSOR),
                    QuantumExperiments::lossPercent),
            new Experiment(
                    "reply-latency",
                    "mean time to a reply of one domain among greedy ones: of one of them, or of one that only replies",
                    "ms",
                    List.of(DOMAINS, CPUS, SLICE, SCHEDULER, PROCESSOR, REPLIES),
                    QuantumExperiments::replyMs),
            new Experiment(
                    "quantum-ratio",
                    "two greedy VMs of one vCPU on one core; what the second gets for each share of the first",
                    "times",
                    List.of(WEIGHT, SCHEDULER, PROCESSOR),
                    QuantumExperiments::ratio));

    private QuantumExperiments() {}

    private static double lossPercent(Trial trial) {
        double crowded = throughput(trial, trial.get(DOMAINS));
        double alone = throughput(trial, trial.get(CPUS));
        return 100 * (1 - crowded / alone);
    }

    private static double throughput(Trial trial, int domains) {
        QuantumMachine machine = greedy(trial, domains);
        double done = 0;
        machine.advance(RUN_NS);
        for (int slot = 0; slot < domains; slot++) {
            done += machine.figures(slot).doneNs();
        }
        return done;
    }

    /// A machine with so many domains that compute all the time.
    private static QuantumMachine greedy(Trial trial, int domains) {
        QuantumSettings settings = settings(trial);
        QuantumSettings sliced = settings.with(settings.policy().withSlice(trial.get(SLICE)));
        var machine = new QuantumMachine(topology(trial.get(CPUS)), sliced, 0);
        for (int i = 0; i < domains; i++) {
            machine.demand(
                    machine.add(CpuEntitlement.ofVcpus(1), VcpuLoad.ofSeed(trial.seedOf("domain-" + i))),
                    CpuTopology.CORE);
        }
        return machine;
    }

    /// A busy domain can reply when it runs next, so that its time to a reply is what is left of its turn of waiting.
    /// An idle one wakes for each request.
    private static double replyMs(Trial trial) {
        int domains = trial.get(DOMAINS);
        QuantumMachine machine = greedy(trial, domains);
        if (trial.get(REPLIES).equals(BUSY)) {
            return waitOfBusyMs(trial, machine);
        }
        int asked = machine.add(
                CpuEntitlement.ofVcpus(1),
                VcpuLoad.ofSeed(trial.seedOf("asked")).withBurst(Duration.ofNanos(REPLY_NS)));
        machine.demand(asked, CpuTopology.CORE * REPLY_NS / ASKED_EVERY_NS);
        machine.advance(RUN_NS);
        return machine.wakes(asked).meanNs() / 1e6;
    }

    private static double waitOfBusyMs(Trial trial, QuantumMachine machine) {
        long sumNs = 0;
        machine.advance(RUN_NS / 4);
        for (int asked = 0; asked < ASKED; asked++) {
            machine.advance(machine.nowNs() + ASKED_EVERY_NS);
            int domain = Math.floorMod(trial.seedOf("request-" + asked).value(), trial.get(DOMAINS));
            sumNs += untilItRunsNs(machine, domain);
        }
        return sumNs / 1e6 / ASKED;
    }

    private static long untilItRunsNs(QuantumMachine machine, int domain) {
        long askedNs = machine.nowNs();
        while (!runs(machine, domain)) {
            machine.advance(machine.nextNs());
        }
        return machine.nowNs() - askedNs;
    }

    private static boolean runs(QuantumMachine machine, int domain) {
        boolean found = false;
        for (int cpu = 0; cpu < machine.logicalCpus(); cpu++) {
            OptionalInt vm = machine.vmOn(cpu);
            found |= vm.isPresent() && vm.getAsInt() == domain;
        }
        return found;
    }

    private static double ratio(Trial trial) {
        var machine = new QuantumMachine(topology(1), settings(trial), 0);
        int first = machine.add(CpuEntitlement.ofVcpus(1), VcpuLoad.ofSeed(trial.seedOf("first")));
        int second = machine.add(
                CpuEntitlement.ofVcpus(1).withWeight(trial.get(WEIGHT)), VcpuLoad.ofSeed(trial.seedOf("second")));
        machine.demand(first, CpuTopology.CORE);
        machine.demand(second, CpuTopology.CORE);
        machine.advance(RUN_NS);
        return (double) machine.figures(second).ranNs() / machine.figures(first).ranNs();
    }

    private static CpuTopology topology(int cpus) {
        return new CpuTopology(1, cpus, 1, Frequency.parse("2.4GHz"));
    }

    private static QuantumSettings settings(Trial trial) {
        return switch (SchedulingFiles.named(trial.config(), trial.get(SCHEDULER), trial.get(PROCESSOR))) {
            case SchedulingFiles.Read(CpuScheduling.Quantum(var settings)) -> settings;
            case SchedulingFiles.Read(CpuScheduling.Fluid()) -> throw new IllegalSetting("a fluid has no quanta");
            case SchedulingFiles.Unusable(var sentence) -> throw new IllegalSetting(sentence);
        };
    }
}
