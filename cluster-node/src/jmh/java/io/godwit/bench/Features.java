package io.godwit.bench;

import static io.godwit.bench.Figure.Bar.promise;
import static io.godwit.bench.Figure.Sense.AT_LEAST;

import io.godwit.guest.MemoryDirtier;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.time.Seed;
import io.godwit.time.VirtualWorld;
import io.godwit.unit.EventRate;
import io.godwit.vm.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What each feature costs the model of a host, side by side in one run: rounds of demand a second, and heap a VM. A
/// feature that nobody uses must cost nothing, which is what the first row is for.
final class Features implements Gauge {

    private static final ModelFleet.Size SIZE = new ModelFleet.Size(1_000, 20);
    private static final int WARM_UP_STEPS = 10;
    private static final int STEPS = 100;
    private static final int RUNS = 3;
    private static final double ROUNDS_BAR_MILLIONS = 1.0;

    /// What one run of a variant gave.
    private record Seen(double rate, double bytes) {}

    @Override
    public void measure(Sheet sheet) {
        var variants = variants();
        run(variants.getFirst()); // the compiler's work is nobody's cost
        List<List<Seen>> seen =
                variants.stream().<List<Seen>>map(_ -> new ArrayList<>()).toList();
        for (int run = 1; run <= RUNS; run++) {
            for (int i = 0; i < variants.size(); i++) {
                sheet.progress(variants.get(i).name() + ", run " + run + " of " + RUNS);
                seen.get(i).add(run(variants.get(i)));
            }
        }
        double plain = rate(seen.getFirst());
        for (int i = 0; i < variants.size(); i++) {
            write(sheet, variants.get(i).name(), seen.get(i), plain);
        }
    }

    private static Seen run(ModelFleet.Variant variant) {
        try (VirtualWorld world = new VirtualWorld()) {
            var fleet = new ModelFleet(world, SIZE, variant);
            long before = Heap.usedBytes();
            fleet.start();
            fleet.run(WARM_UP_STEPS);
            double bytes = (double) (Heap.usedBytes() - before) / SIZE.all();
            var took = Stopwatch.time(() -> fleet.run(STEPS));
            return new Seen((long) STEPS * SIZE.all() * 1e3 / took.processNs(), bytes);
        }
    }

    private static double rate(List<Seen> runs) {
        return Samples.median(runs.stream().map(Seen::rate).toList());
    }

    private static void write(Sheet sheet, String name, List<Seen> runs, double plain) {
        double rate = rate(runs);
        boolean first = rate == plain;
        var figure = Figure.of(
                name + ": rounds",
                rate,
                "million/s",
                first ? "as host-model has it" : "%.2f times the first row's, in this run".formatted(rate / plain));
        sheet.write(first ? figure.against(promise(AT_LEAST, ROUNDS_BAR_MILLIONS)) : figure);
        sheet.write(Figure.of(
                name + ": heap of a VM", runs.getLast().bytes(), "B", "actor, guest, and what the feature keeps"));
    }

    private static List<ModelFleet.Variant> variants() {
        return List.of(ModelFleet.Variant.plain(), writing());
    }

    /// Guests that write ten pages a second.
    private static ModelFleet.Variant writing() {
        var plain = ModelFleet.Variant.plain();
        return new ModelFleet.Variant(
                "memory that is written",
                plain.host(),
                plain.vm(),
                vm -> new Workload(
                        ModelFleet.trace(vm.id().hashCode()),
                        vm.vcpus(),
                        Optional.of(new MemoryDirtier(
                                Seed.of(1).child(vm.id().value()), 256, EventRate.parse("10/s"), new Pattern.Random())),
                        false));
    }
}
