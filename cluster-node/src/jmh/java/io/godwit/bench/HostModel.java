package io.godwit.bench;

import static io.godwit.bench.Figure.Bar.promise;
import static io.godwit.bench.Figure.Sense.AT_LEAST;
import static io.godwit.bench.Figure.Sense.AT_MOST;

import io.godwit.time.VirtualWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// How fast the real model of a host is in virtual time, and what an idle VM costs: 100,000 VMs on 5,000 hosts of one
/// node, each with another demand every 300 s, all VMs of a host at the same instants; no fleet, no invariants. A round
/// is a demand that was shared out. Beside it, in the same run, the same arithmetic as a bare loop over arrays and a
/// heap.
///
/// A rate counts CPU time. The thread's own leaves out what the collector and the compiler do beside it on another
/// core; the whole process's is what a machine with a single core would give, and is what the promise is about.
final class HostModel implements Gauge {

    private static final int HOSTS = 5_000;
    private static final int VMS_PER_HOST = 20;
    private static final int VMS = HOSTS * VMS_PER_HOST;
    private static final ModelFleet.Size SIZE = new ModelFleet.Size(HOSTS, VMS_PER_HOST);
    private static final long STEP_NS = ModelFleet.STEP_NS;
    private static final int WARM_UP_STEPS = 10;
    private static final int STEPS = 20;

    /// The bare loop is so much faster that it runs this much longer.
    private static final int LOOPS = 10;

    private static final double ROUNDS_BAR_MILLIONS = 1.0;
    private static final double HEAP_BAR_BYTES = 2048;
    private static final int RUNS = 3;

    @Override
    public void measure(Sheet sheet) {
        sheet.progress("heap of idle VMs");
        sheet.write(Figure.of(
                        "heap of an idle VM, its actor included",
                        idleBytes(),
                        "B",
                        "1,000 B of a typed actor with its mailbox, 600 B of guest, vCPU and ledger")
                .against(promise(AT_MOST, HEAP_BAR_BYTES)));
        List<Stopwatch.Took> models = new ArrayList<>();
        List<Stopwatch.Took> loops = new ArrayList<>();
        for (int run = 1; run <= RUNS; run++) {
            sheet.progress("host model, run " + run + " of " + RUNS);
            models.add(model());
            sheet.progress("bare loop, run " + run + " of " + RUNS);
            loops.add(bareLoop());
        }
        long rounds = (long) STEPS * VMS;
        sheet.write(Figure.of(
                        "rounds on one core, collector and compiler included, median",
                        median(models, took -> rounds * 1e3 / took.processNs()),
                        "million/s",
                        "3 messages of 150 ns, 100 ns of arithmetic, a tenth for the collector: 1.6")
                .against(promise(AT_LEAST, ROUNDS_BAR_MILLIONS)));
        sheet.write(Figure.of(
                "the same by the thread's own CPU time",
                median(models, took -> rounds * 1e3 / took.threadNs()),
                "million/s",
                "a tenth more"));
        sheet.write(Figure.of(
                "bare loop over arrays and a heap",
                median(loops, took -> LOOPS * rounds * 1e3 / took.threadNs()),
                "million/s",
                "20 additions, and 17 levels of a heap of which the lower miss the cache: 100 ns, 10"));
    }

    private static double median(List<Stopwatch.Took> runs, ToDoubleFunction<Stopwatch.Took> rate) {
        return Samples.median(runs.stream().map(rate::applyAsDouble).toList());
    }

    private static double idleBytes() {
        try (VirtualWorld world = new VirtualWorld()) {
            var fleet = new ModelFleet(world, SIZE, ModelFleet.Variant.idle());
            long hostsOnly = Heap.usedBytes();
            fleet.start();
            return (double) (Heap.usedBytes() - hostsOnly) / VMS;
        }
    }

    private static Stopwatch.Took model() {
        try (VirtualWorld world = new VirtualWorld()) {
            var fleet = new ModelFleet(world, SIZE, ModelFleet.Variant.plain());
            fleet.start();
            System.gc();
            fleet.run(WARM_UP_STEPS);
            return Stopwatch.time(() -> fleet.run(STEPS));
        }
    }

    /// One timer a VM in a binary heap, one pass over the VMs of a host to share its cores: no messages, no objects.
    private static Stopwatch.Took bareLoop() {
        long[] dueNs = new long[VMS];
        int[] heap = new int[VMS];
        long[] demand = new long[VMS];
        long[] grant = new long[VMS];
        for (int vm = 0; vm < VMS; vm++) {
            dueNs[vm] = STEP_NS / HOSTS * (vm / VMS_PER_HOST);
            heap[vm] = vm;
        }
        Stopwatch.Took took = Stopwatch.time(() -> {
            for (long round = 0; round < (long) LOOPS * STEPS * VMS; round++) {
                int vm = heap[0];
                demand[vm] = ModelFleet.trace(vm).nanoCoresPerVcpu(dueNs[vm]);
                share(vm - vm % VMS_PER_HOST, demand, grant);
                dueNs[vm] += STEP_NS;
                siftDown(heap, dueNs);
            }
        });
        if (grant[1] < 0) {
            throw new IllegalStateException("never: it keeps the loop from being optimised away");
        }
        return took;
    }

    private static void share(int first, long[] demand, long[] grant) {
        long total = 0;
        for (int vm = first; vm < first + VMS_PER_HOST; vm++) {
            total += demand[vm];
        }
        long capacity = ModelFleet.CORES * 1_000_000_000L;
        for (int vm = first; vm < first + VMS_PER_HOST; vm++) {
            grant[vm] = total <= capacity ? demand[vm] : demand[vm] / 1_000 * (capacity / 1_000) / (total / 1_000_000);
        }
    }

    private static void siftDown(int[] heap, long[] dueNs) {
        int moved = heap[0];
        int at = 0;
        while (2 * at + 1 < VMS) {
            int child = 2 * at + 1;
            if (child + 1 < VMS && dueNs[heap[child + 1]] < dueNs[heap[child]]) {
                child++;
            }
            if (dueNs[moved] <= dueNs[heap[child]]) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = moved;
    }
}
