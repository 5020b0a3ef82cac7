package io.godwit.lab;

import io.godwit.cpu.CpuEntitlement;
import io.godwit.cpu.CpuScheduling;
import io.godwit.cpu.CpuTopology;
import io.godwit.cpu.FairShare;
import io.godwit.cpu.QuantumFigures;
import io.godwit.cpu.VcpuLoad;
import io.godwit.cpu.WakeLatency;
import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.figure.Bars;
import io.godwit.figure.Caption;
import io.godwit.figure.Figure;
import io.godwit.figure.Grid;
import io.godwit.figure.Measure;
import io.godwit.unit.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The same load under fair-share, credit and EEVDF.
final class SchedulersLab implements Lab {

    private static final Parameter<Integer> CORES =
            Parameter.count("cores", "of the machine", 4).between("1", "64");

    private static final Parameter<Integer> COMPUTING =
            Parameter.count("computing", "VMs that compute all the time", 8).between("1", "128");

    private static final Parameter<Integer> ANSWERING =
            Parameter.count("answering", "VMs that answer requests", 8).between("1", "128");

    private static final Parameter<Share> LOAD =
            Parameter.share("load", "of a core, that answering takes", "5%").between("0.1%", "90%");

    private static final Parameter<Duration> BURST =
            Parameter.time("burst", "of CPU for an answer", "500us").between("10us", "100ms");

    private static final Parameter<Duration> OBSERVED =
            Parameter.time("observed", "that is watched", "10s").between("100ms", "60s");

    private static final int STEPS = 120;

    @Override
    public Card card() {
        return new Card(
                "schedulers",
                "the same load under fair-share, credit and eevdf: throughput, steal, wake-ups",
                "What do the VMs of a crowded host feel of the scheduler's choice?",
                List.of(
                        "Some VMs compute all the time. Others wake for a request, work for a burst, and sleep again;"
                                + " sleeps differ by half around their mean. Each has one vCPU and the same weight.",
                        "The machine runs them three times: as a fluid (fair-share), by Xen's credit scheduler, and by"
                                + " Linux's EEVDF."),
                List.of(
                        "slices, boost, rate limit: config/schedulers, from Xen's credit.c; unverified for EEVDF",
                        "switches and caches: config/processors/xeon-2021.yaml, unverified",
                        "ticks and interrupts: config/vcpus/linux.yaml, unverified rates"),
                List.of(
                        "fair-share has no queues: it can't tell how long a vCPU that woke waited.",
                        "Load averages, scheduling domains, wake-up preferences of Linux; Credit2.",
                        "Requests that queue up: a guest that is late loses load, it does not catch up."));
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(CORES, COMPUTING, ANSWERING, LOAD, BURST, OBSERVED);
    }

    @Override
    public Findings run(Trial trial) {
        Row fluid = fluid(trial);
        Row credit = quantum(trial, CpuScheduling.CREDIT);
        Row eevdf = quantum(trial, CpuScheduling.EEVDF);
        List<Row> rows = List.of(fluid, credit, eevdf);
        return new Findings(
                say(
                        "A request's vCPU waits %.2f ms under credit and %.2f ms under eevdf in 99 of 100 cases; the"
                                + " computing VMs get %.0f and %.0f %% of a core each.",
                        credit.of99Ms(), eevdf.of99Ms(), 100 * credit.computed(), 100 * eevdf.computed()),
                List.of(table(rows), waits(List.of(credit, eevdf))),
                see(fluid, credit, eevdf),
                bench(trial, CpuScheduling.CREDIT).watch(STEPS));
    }

    /// @param computed cores of useful work that each computing VM got
    /// @param answered part of its demand that each answering VM got
    private record Row(
            String name,
            double computed,
            double answered,
            double stealPercent,
            double medianMs,
            double of99Ms,
            double switchesPerSecond,
            double lostPercent) {}

    private static Row fluid(Trial trial) {
        var host = new FairShare(trial.get(CORES));
        int all = trial.get(COMPUTING) + trial.get(ANSWERING);
        for (int vm = 0; vm < all; vm++) {
            host.setDemand(host.add(CpuEntitlement.ofVcpus(1)), demand(trial, vm));
        }
        host.recompute();
        double computed = 0;
        double answered = 0;
        double steal = 0;
        for (int vm = 0; vm < all; vm++) {
            double part = (double) host.grantNanoCores(vm) / CpuTopology.CORE;
            computed += vm < trial.get(COMPUTING) ? part : 0;
            answered += vm < trial.get(COMPUTING) ? 0 : (double) host.grantNanoCores(vm) / demand(trial, vm);
            steal += (double) (demand(trial, vm) - host.grantNanoCores(vm)) / CpuTopology.CORE;
        }
        return new Row(
                CpuScheduling.FAIR_SHARE,
                computed / trial.get(COMPUTING),
                answered / trial.get(ANSWERING),
                100 * steal / all,
                0,
                0,
                0,
                0);
    }

    private static Row quantum(Trial trial, String scheduler) {
        CpuBench bench = bench(trial, scheduler);
        double runNs = trial.get(OBSERVED).toNanos();
        bench.run(trial.get(OBSERVED).toNanos());
        QuantumFigures computing = bench.figures(0);
        for (int vm = 1; vm < trial.get(COMPUTING); vm++) {
            computing = computing.plus(bench.figures(vm));
        }
        QuantumFigures all = computing;
        WakeLatency wakes = new WakeLatency();
        double answered = 0;
        for (int vm = trial.get(COMPUTING); vm < trial.get(COMPUTING) + trial.get(ANSWERING); vm++) {
            all = all.plus(bench.figures(vm));
            wakes.add(bench.wakes(vm));
            answered += 1 - bench.figures(vm).lateNs() / runNs;
        }
        return new Row(
                scheduler,
                computing.doneNs() / runNs / trial.get(COMPUTING),
                answered / trial.get(ANSWERING),
                100 * all.stealNs() / runNs / (trial.get(COMPUTING) + trial.get(ANSWERING)),
                wakes.permilleNs(500) / 1e6,
                wakes.permilleNs(990) / 1e6,
                all.switches() / (runNs / 1e9),
                100.0 * (all.ranNs() - all.doneNs()) / all.ranNs());
    }

    private static CpuBench bench(Trial trial, String scheduler) {
        CpuBench bench = CpuBench.of(trial, scheduler, 1, trial.get(CORES));
        for (int vm = 0; vm < trial.get(COMPUTING) + trial.get(ANSWERING); vm++) {
            boolean computes = vm < trial.get(COMPUTING);
            String name = computes ? "compute-" + (vm + 1) : "answer-" + (vm + 1 - trial.get(COMPUTING));
            VcpuLoad load = VcpuLoad.ofSeed(trial.seedOf(name));
            bench.put(
                    name,
                    CpuEntitlement.ofVcpus(1),
                    computes ? load : load.withBurst(trial.get(BURST)),
                    demand(trial, vm));
        }
        return bench;
    }

    private static long demand(Trial trial, int vm) {
        return vm < trial.get(COMPUTING) ? CpuTopology.CORE : trial.get(LOAD).billionths();
    }

    private static Figure table(List<Row> rows) {
        List<List<Grid.Cell>> cells = new ArrayList<>();
        for (Row row : rows) {
            boolean fluid = row.name().equals(CpuScheduling.FAIR_SHARE);
            cells.add(Grid.row(
                    row.name(),
                    100 * row.computed(),
                    100 * row.answered(),
                    row.stealPercent(),
                    fluid ? new Grid.Blank() : row.medianMs(),
                    fluid ? new Grid.Blank() : row.of99Ms(),
                    fluid ? new Grid.Blank() : row.switchesPerSecond(),
                    row.lostPercent()));
        }
        return new Grid(
                new Caption(
                        "schedulers",
                        "The same load three times",
                        "Where a cell is empty, fair-share has no answer: a fluid has no queues."),
                List.of(
                        Measure.plain("scheduler"),
                        Measure.of("work of a computing VM", "% of a core"),
                        Measure.of("answers in time", "%"),
                        Measure.of("steal, mean", "%"),
                        Measure.of("wake-up, median", "ms"),
                        Measure.of("wake-up, 99 of 100", "ms"),
                        Measure.of("switches", "/s"),
                        Measure.of("CPU time lost", "%")),
                cells);
    }

    private static Figure waits(List<Row> rows) {
        return Bars.of(
                new Caption("wake-ups", "From waking to running", "What half and 99 of 100 wake-ups did not exceed."),
                Measure.of("latency", "ms"),
                rows.stream().map(Row::name).toList(),
                List.of(
                        new Bars.Part(
                                "median",
                                rows.stream()
                                        .map(row -> new Bars.Value(row.name(), row.medianMs()))
                                        .toList()),
                        new Bars.Part(
                                "99 of 100",
                                rows.stream()
                                        .map(row -> new Bars.Value(row.name(), row.of99Ms()))
                                        .toList())));
    }

    private static List<String> see(Row fluid, Row credit, Row eevdf) {
        return List.of(
                say(
                        "Throughput hardly differs: %.1f, %.1f and %.1f %% of a core for each that computes. Shares are"
                                + " what all three agree on.",
                        100 * fluid.computed(), 100 * credit.computed(), 100 * eevdf.computed()),
                say(
                        "Waiting does: credit boosts who wakes with credit left, past who computes (median %.2f ms);"
                                + " eevdf lets it in when its turn is due (median %.2f ms).",
                        credit.medianMs(), eevdf.medianMs()),
                say(
                        "Short slices cost switches: %.0f a second under eevdf, %.0f under credit, and with them %.1f"
                                + " and %.1f %% of all CPU time.",
                        eevdf.switchesPerSecond(),
                        credit.switchesPerSecond(),
                        eevdf.lostPercent(),
                        credit.lostPercent()));
    }

    private static String say(String form, Object... numbers) {
        return String.format(Locale.ROOT, form, numbers);
    }
}
