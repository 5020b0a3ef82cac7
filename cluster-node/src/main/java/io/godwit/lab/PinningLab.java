package io.godwit.lab;

import io.godwit.cpu.CoreSet;
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
import io.godwit.figure.Measure;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A VM on a core of its own: what warm caches buy, and what a neighbour on that core costs.
final class PinningLab implements Lab {

    private static final Parameter<Integer> CORES =
            Parameter.count("cores", "of the machine", 4).between("2", "64");

    private static final Parameter<Integer> NEIGHBOURS = Parameter.count(
                    "neighbours", "that wake, work and sleep anywhere", 12)
            .between("1", "128");

    private static final Parameter<Share> LOAD = Parameter.share("load", "of a core, that each neighbour takes", "20%")
            .between("1%", "90%");

    private static final Parameter<MemorySize> WORKING_SET = Parameter.size(
                    "working-set", "that the VM touches again and again", "1MiB")
            .between("64KiB", "64MiB");

    private static final Parameter<String> SCHEDULER = Parameter.choice(
            "scheduler", "a file under config/schedulers", List.of(CpuScheduling.EEVDF, CpuScheduling.CREDIT));

    private static final Parameter<Duration> OBSERVED =
            Parameter.time("observed", "for each arrangement", "10s").between("100ms", "60s");

    private static final int STEPS = 120;

    @Override
    public Card card() {
        return new Card(
                "pinning",
                "what warm caches buy, and what contention on the pinned core costs",
                "When does it pay to pin a VM to a core?",
                List.of("A VM that computes all the time runs beside neighbours that wake, work and"
                        + " sleep. First all may"
                        + " run anywhere. Then the VM is pinned to core 0 and the neighbours"
                        + " kept off it. Then it"
                        + " is pinned, and the neighbours may run there too; last, one that"
                        + " computes is pinned to"
                        + " the same core."),
                List.of(
                        "caches: config/processors/xeon-2021.yaml, unverified",
                        "slices: config/schedulers",
                        "burst of the neighbours: config/vcpus/linux.yaml, unverified"),
                List.of(
                        "Interrupts of devices on the pinned core.",
                        "A hypervisor that works around pins, or keeps a core free of its own work.",
                        "Topology that is hidden from the guest, to which Felter15 attributes most of the difference"
                                + " that pinning makes to Linpack."));
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(CORES, NEIGHBOURS, LOAD, WORKING_SET, SCHEDULER, OBSERVED);
    }

    /// @param pinned whether the VM is
    /// @param keptOff whether the neighbours may not run where it is
    /// @param rival whether one that computes is pinned there too
    private record Arrangement(String name, boolean pinned, boolean keptOff, boolean rival) {}

    private static final List<Arrangement> ARRANGEMENTS = List.of(
            new Arrangement("nobody pinned", false, false, false),
            new Arrangement("a core of its own", true, true, false),
            new Arrangement("pinned, core shared", true, false, false),
            new Arrangement("pinned beside a rival", true, false, true));

    private record Row(String name, double work, QuantumFigures figures) {}

    @Override
    public Findings run(Trial trial) {
        List<Row> rows = ARRANGEMENTS.stream().map(it -> row(trial, it)).toList();
        Row free = rows.getFirst();
        Row own = rows.get(1);
        Row rival = rows.getLast();
        return new Findings(
                say(
                        "On a core of its own the VM does %.1f %% of a core's work, unpinned %.1f %%; beside a rival on"
                                + " the same core %.1f %%.",
                        100 * own.work(), 100 * free.work(), 100 * rival.work()),
                List.of(bars(trial, rows), table(trial, rows)),
                List.of(
                        say(
                                "A core of its own saves the VM %.0f switches and %.0f migrations a"
                                        + " second, and the cold"
                                        + " caches that follow them: %.2f %% of its time were lost to"
                                        + " these, now %.2f %%.",
                                perSecond(
                                        trial,
                                        free.figures().switches()
                                                - own.figures().switches()),
                                perSecond(
                                        trial,
                                        free.figures().migrations()
                                                - own.figures().migrations()),
                                part(trial, free.figures().stalledNs()),
                                part(trial, own.figures().stalledNs())),
                        say(
                                "A pin alone reserves nothing: who shares the core makes the VM wait there, %.1f %% of"
                                        + " the time, while other cores may be idle.",
                                part(trial, rows.get(2).figures().stealNs())),
                        say(
                                "Beside a rival half of the core is gone (%.0f %% steal), and the"
                                        + " scheduler may not help"
                                        + " with another one.",
                                part(trial, rival.figures().stealNs()))),
                bench(trial, ARRANGEMENTS.get(2)).watch(STEPS));
    }

    private static Row row(Trial trial, Arrangement arrangement) {
        CpuBench bench = bench(trial, arrangement);
        bench.run(trial.get(OBSERVED).toNanos());
        QuantumFigures figures = bench.figures(0);
        return new Row(
                arrangement.name(),
                (double) figures.doneNs() / trial.get(OBSERVED).toNanos(),
                figures);
    }

    private static CpuBench bench(Trial trial, Arrangement arrangement) {
        CpuBench bench = CpuBench.of(trial, trial.get(SCHEDULER), 1, trial.get(CORES));
        CpuEntitlement one = CpuEntitlement.ofVcpus(1);
        CoreSet others = CoreSet.range(1, trial.get(CORES) - 1);
        VcpuLoad load = VcpuLoad.ofSeed(trial.seedOf("pinned")).withWorkingSet(trial.get(WORKING_SET));
        bench.put("pinned", arrangement.pinned() ? one.withAffinity(CoreSet.of(0)) : one, load, CpuTopology.CORE);
        for (int vm = 1; vm <= trial.get(NEIGHBOURS); vm++) {
            String name = "neighbour-" + vm;
            CpuEntitlement where = Optional.of(one)
                    .filter(_ -> arrangement.keptOff())
                    .map(it -> it.withAffinity(others))
                    .orElse(one);
            bench.put(
                    name,
                    where,
                    VcpuLoad.ofSeed(trial.seedOf(name)),
                    trial.get(LOAD).billionths());
        }
        if (arrangement.rival()) {
            bench.put(
                    "rival", one.withAffinity(CoreSet.of(0)), VcpuLoad.ofSeed(trial.seedOf("rival")), CpuTopology.CORE);
        }
        return bench;
    }

    private static Figure bars(Trial trial, List<Row> rows) {
        List<String> names = rows.stream().map(Row::name).toList();
        return Bars.stacked(
                new Caption("pinned", "Where the VM's time went", "Work, losses, and waiting for its core."),
                Measure.of("time", "%"),
                names,
                List.of(
                        new Bars.Part("work", values(rows, trial, Kind.WORK)),
                        new Bars.Part("cold caches and switches", values(rows, trial, Kind.STALLED)),
                        new Bars.Part("steal", values(rows, trial, Kind.STEAL))));
    }

    private enum Kind {
        WORK,
        STALLED,
        STEAL
    }

    private static List<Bars.Value> values(List<Row> rows, Trial trial, Kind kind) {
        List<Bars.Value> values = new ArrayList<>();
        for (Row row : rows) {
            long ns =
                    switch (kind) {
                        case WORK -> row.figures().doneNs();
                        case STALLED -> row.figures().stalledNs();
                        case STEAL -> row.figures().stealNs();
                    };
            values.add(new Bars.Value(row.name(), part(trial, ns)));
        }
        return values;
    }

    private static Figure table(Trial trial, List<Row> rows) {
        return new Grid(
                new Caption("arrangements", "By arrangement", "Of the VM that computes."),
                List.of(
                        Measure.plain("arrangement"),
                        Measure.of("work", "% of a core"),
                        Measure.of("steal", "%"),
                        Measure.of("lost to cold caches", "%"),
                        Measure.of("switches", "/s"),
                        Measure.of("migrations", "/s")),
                rows.stream()
                        .map(row -> Grid.row(
                                row.name(),
                                100 * row.work(),
                                part(trial, row.figures().stealNs()),
                                part(trial, row.figures().stalledNs()),
                                perSecond(trial, row.figures().switches()),
                                perSecond(trial, row.figures().migrations())))
                        .toList());
    }

    private static double part(Trial trial, long ns) {
        return 100.0 * ns / trial.get(OBSERVED).toNanos();
    }

    private static double perSecond(Trial trial, long count) {
        return count / (trial.get(OBSERVED).toNanos() / 1e9);
    }

    private static String say(String form, Object... numbers) {
        return String.format(Locale.ROOT, form, numbers);
    }
}
