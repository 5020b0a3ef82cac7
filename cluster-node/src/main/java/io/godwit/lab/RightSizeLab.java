package io.godwit.lab;

import io.godwit.cpu.CpuEntitlement;
import io.godwit.cpu.CpuScheduling;
import io.godwit.cpu.CpuTopology;
import io.godwit.cpu.QuantumFigures;
import io.godwit.cpu.VcpuLoad;
import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.figure.Bars;
import io.godwit.figure.Caption;
import io.godwit.figure.Figure;
import io.godwit.figure.Grid;
import io.godwit.figure.Lines;
import io.godwit.figure.Measure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// One workload at 1, 2, 4, ... vCPUs: more than it needs make it slower.
final class RightSizeLab implements Lab {

    private static final Parameter<Integer> THREADS = Parameter.count(
                    "threads", "on how many vCPUs the workload can work at once", 4)
            .between("1", "64");

    private static final Parameter<Integer> NEIGHBOURS = Parameter.count(
                    "neighbours", "VMs of one vCPU that compute beside it", 24)
            .between("0", "256");

    private static final Parameter<Integer> SOCKETS =
            Parameter.count("sockets", "of the machine, 16 cores each", 2).between("1", "4");

    private static final Parameter<String> SCHEDULER = Parameter.choice(
            "scheduler", "a file under config/schedulers", List.of(CpuScheduling.CREDIT, CpuScheduling.EEVDF));

    private static final Parameter<Duration> OBSERVED =
            Parameter.time("observed", "for each size", "4s").between("100ms", "60s");

    private static final int CORES_PER_SOCKET = 16;
    private static final int STEPS = 120;

    @Override
    public Card card() {
        return new Card(
                "right-size",
                "one workload at 1, 2, 4, ... vCPUs: speed falls beyond what it needs",
                "How many vCPUs should a VM have?",
                List.of(
                        "A workload of some threads that compute all the time runs in a VM of 1, 2, 4, ... vCPUs, up to"
                                + " all cores of the machine, beside neighbours that compute too.",
                        "A guest with more vCPUs than threads moves its threads about, as kernels do that balance load."
                                + " Each vCPU without a thread still ticks."),
                List.of(
                        "ticks, interrupts, locks: config/vcpus/linux.yaml, unverified rates, exits by SplitX",
                        "caches and remote memory: config/processors/xeon-2021.yaml, unverified",
                        "slices: config/schedulers"),
                List.of(
                        "A guest that keeps threads where they were, by placement of its own.",
                        "Waiters that give up their CPU (pause-loop exiting, paravirtual locks).",
                        "Memory that follows its threads to another socket."));
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(THREADS, NEIGHBOURS, SOCKETS, SCHEDULER, OBSERVED);
    }

    /// @param work cores of work that the VM did
    private record Size(int vcpus, double work, QuantumFigures figures) {}

    @Override
    public Findings run(Trial trial) {
        List<Size> sizes = new ArrayList<>();
        for (int vcpus = 1; vcpus <= trial.get(SOCKETS) * CORES_PER_SOCKET; vcpus *= 2) {
            sizes.add(size(trial, vcpus));
        }
        Size best = sizes.stream().max(Comparator.comparingDouble(Size::work)).orElseThrow();
        Size largest = sizes.getLast();
        return new Findings(
                say(
                        "With %d vCPUs the workload does %.2f cores' work, with %d it does %.2f: %.1f %% less for vCPUs"
                                + " that it can't use.",
                        best.vcpus(),
                        best.work(),
                        largest.vcpus(),
                        largest.work(),
                        100 * (1 - largest.work() / best.work())),
                List.of(speed(sizes), lost(trial, sizes), table(trial, sizes)),
                see(trial, sizes, best),
                bench(trial, 2 * trial.get(THREADS)).watch(STEPS));
    }

    private static Size size(Trial trial, int vcpus) {
        CpuBench bench = bench(trial, vcpus);
        bench.run(trial.get(OBSERVED).toNanos());
        QuantumFigures figures = bench.figures(0);
        return new Size(vcpus, (double) figures.doneNs() / trial.get(OBSERVED).toNanos(), figures);
    }

    private static CpuBench bench(Trial trial, int vcpus) {
        CpuBench bench = CpuBench.of(trial, trial.get(SCHEDULER), trial.get(SOCKETS), CORES_PER_SOCKET);
        int threads = Math.min(trial.get(THREADS), vcpus);
        bench.put(
                "sized",
                CpuEntitlement.ofVcpus(vcpus),
                VcpuLoad.ofSeed(trial.seedOf("sized")).withThreads(threads),
                threads * CpuTopology.CORE);
        for (int vm = 1; vm <= trial.get(NEIGHBOURS); vm++) {
            String name = "neighbour-" + vm;
            bench.put(name, CpuEntitlement.ofVcpus(1), VcpuLoad.ofSeed(trial.seedOf(name)), CpuTopology.CORE);
        }
        return bench;
    }

    private static Figure speed(List<Size> sizes) {
        return Lines.of(
                new Caption(
                        "speed",
                        "Work done by size",
                        "It rises as long as vCPUs find threads, and falls when they only cost."),
                Measure.plain("vCPUs").inDecades(),
                Measure.of("work", "cores"),
                List.of(new Lines.Line(
                        "the workload",
                        sizes.stream()
                                .map(size -> new Lines.Point(size.vcpus(), size.work()))
                                .toList())));
    }

    private static Figure lost(Trial trial, List<Size> sizes) {
        double runNs = trial.get(OBSERVED).toNanos();
        return Bars.stacked(
                new Caption("time", "Where the vCPUs' time went", "Work, and what was paid beside it."),
                Measure.of("time", "cores"),
                sizes.stream().map(size -> size.vcpus() + " vCPUs").toList(),
                List.of(
                        part("work", sizes, size -> size.figures().doneNs() / runNs),
                        part(
                                "cold caches, switches, wake-ups",
                                sizes,
                                size -> size.figures().stalledNs() / runNs),
                        part("waiting for locks", sizes, size -> size.figures().spunNs() / runNs),
                        part(
                                "ticks, interrupts, remote memory",
                                sizes,
                                size -> Math.max(
                                        0,
                                        (size.figures().ranNs()
                                                        - size.figures().doneNs()
                                                        - size.figures().stalledNs()
                                                        - size.figures().spunNs())
                                                / runNs)),
                        part("steal", sizes, size -> size.figures().stealNs() / runNs)));
    }

    private static Bars.Part part(String name, List<Size> sizes, java.util.function.ToDoubleFunction<Size> amount) {
        return new Bars.Part(
                name,
                sizes.stream()
                        .map(size -> new Bars.Value(size.vcpus() + " vCPUs", amount.applyAsDouble(size)))
                        .toList());
    }

    private static Figure table(Trial trial, List<Size> sizes) {
        double seconds = trial.get(OBSERVED).toNanos() / 1e9;
        return new Grid(
                new Caption("sizes", "By size", "Of the workload's VM alone."),
                List.of(
                        Measure.plain("vCPUs"),
                        Measure.of("work", "cores"),
                        Measure.of("CPU time", "cores"),
                        Measure.of("steal", "cores"),
                        Measure.of("switches", "/s"),
                        Measure.of("migrations", "/s")),
                sizes.stream()
                        .map(size -> Grid.row(
                                "" + size.vcpus(),
                                size.work(),
                                size.figures().ranNs() / 1e9 / seconds,
                                size.figures().stealNs() / 1e9 / seconds,
                                size.figures().switches() / seconds,
                                size.figures().migrations() / seconds))
                        .toList());
    }

    private static List<String> see(Trial trial, List<Size> sizes, Size best) {
        Size largest = sizes.getLast();
        return List.of(
                say(
                        "The workload has %d threads: up to there each vCPU adds nearly a core, beyond it adds none.",
                        trial.get(THREADS)),
                say(
                        "At %d vCPUs its threads come to a cold core %.0f times a second, at %d %.0f times: a kernel"
                                + " that balances load takes threads from their caches.",
                        largest.vcpus(),
                        largest.figures().switches() / (trial.get(OBSERVED).toNanos() / 1e9),
                        best.vcpus(),
                        best.figures().switches() / (trial.get(OBSERVED).toNanos() / 1e9)),
                say(
                        "A VM of more than %d vCPUs does not fit a socket, so that its memory is spread"
                                + " and part of each"
                                + " access is remote.",
                        CORES_PER_SOCKET));
    }

    private static String say(String form, Object... numbers) {
        return String.format(Locale.ROOT, form, numbers);
    }
}
