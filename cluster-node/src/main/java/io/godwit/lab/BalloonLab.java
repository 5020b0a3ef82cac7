package io.godwit.lab;

import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.figure.Bars;
import io.godwit.figure.Caption;
import io.godwit.figure.Figure;
import io.godwit.figure.Grid;
import io.godwit.figure.Lines;
import io.godwit.figure.Measure;
import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.CpuSpec;
import io.godwit.guest.WorkloadSpec.FileCache;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.guest.WorkloadSpec.WriteContents;
import io.godwit.host.HostMemory;
import io.godwit.memory.pressure.MemoryCosts;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// A host gets short of memory and takes some back from its guests: from whom, how fast, and who feels it.
final class BalloonLab implements Lab {

    private static final Parameter<MemorySize> MEMORY = Parameter.size(
                    "memory", "of each VM; the host has twice that", "192MiB")
            .between("32MiB", "512MiB");

    private static final Parameter<Share> TAX =
            Parameter.share("tax", "on idle memory", "75%").between("0%", "95%");

    private static final Parameter<Bandwidth> SPEED = Parameter.bandwidth(
                    "speed", "at which a guest's driver takes pages", "50MiB/s")
            .between("1MiB/s", "1024MiB/s");

    private static final Parameter<Integer> WRITES = Parameter.count(
                    "writes", "pages that the newcomer writes in a second", 2_000)
            .between("100", "20000");

    private static final EventRate READS = EventRate.perSecond(3_000);
    private static final EventRate FEW = EventRate.perSecond(100);

    private static final Parameter<Duration> BEFORE = Parameter.time(
                    "before", "that samples have to find out who is idle, at the start", "10m")
            .between("1m", "1h");

    /// Of the time before, what figures show.
    private static final int SHOWN = 30;

    private static final int CROWDED = 90;
    private static final int AFTER = 60;
    private static final int STEP = 5;

    /// @param newcomer comes when the others have all they want, and leaves again
    private record Guests(VmSpec files, VmSpec idle, VmSpec newcomer) {

        List<VmSpec> all() {
            return List.of(files, idle, newcomer);
        }

        Guests withoutBalloons() {
            return new Guests(
                    MemoryBench.withoutBalloon(files),
                    MemoryBench.withoutBalloon(idle),
                    MemoryBench.withoutBalloon(newcomer));
        }
    }

    private record Course(String name, Guests guests, MemoryBench bench) {

        double stall(VmSpec vm) {
            return bench.stallSeconds(vm);
        }

        double stalls() {
            return guests.all().stream().mapToDouble(this::stall).sum();
        }
    }

    @Override
    public Card card() {
        return new Card(
                "balloon",
                "a host takes memory back from its guests: from whom, how fast, who feels it",
                "What does a balloon take from whom when memory gets short, and what do guests feel of it?",
                List.of(
                        "Three VMs are promised one and a half times what their host has. One reads files at random"
                                + " and keeps what it read; one has filled its memory and does nothing since. When both"
                                + " have what they want, a third comes, writes to seven eighths of its memory,"
                                + " page by page, and is destroyed " + CROWDED + " s later.",
                        "The same once more where an idle page counts as much as one in use, and once where no balloon"
                                + " may be inflated: then the host swaps what it finds unused, of whichever VM pays"
                                + " least."),
                List.of(
                        "targets by shares and idle tax: Waldspurger, OSDI 2002 (config/memory/standard.yaml;"
                                + " unverified: thresholds, samples and tax, from memory)",
                        "disk for swap and files: config/hosts/" + MemoryBench.MACHINE + ".yaml",
                        "unverified: what the guests do, and the driver's speed"),
                List.of(
                        "A guest's own CPU time for finding pages to give up.",
                        "Writing what a guest gives up to its own swap: only reading it again costs.",
                        "Readahead: each page of a file comes alone."));
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(MEMORY, TAX, SPEED, WRITES, BEFORE);
    }

    @Override
    public Findings run(Trial trial) {
        var guests = guests(trial);
        try (var taxed = bench(trial, trial.get(TAX));
                var untaxed = bench(trial, Share.NONE);
                var swapped = bench(trial, trial.get(TAX))) {
            var all = List.of(
                    new Course("balloons", guests, taxed),
                    new Course("balloons without tax", guests, untaxed),
                    new Course("swap alone", guests.withoutBalloons(), swapped));
            all.forEach(course -> play(course, (int) trial.get(BEFORE).toSeconds()));
            return new Findings(answer(all), figures(all), see(trial, all), taxed.steps());
        }
    }

    private static MemoryBench bench(Trial trial, Share tax) {
        var costs = MemoryBench.costs(trial);
        var usual = costs.balloon();
        var balloon =
                new MemoryCosts.Balloon(trial.get(SPEED), tax, usual.samples(), usual.samplePeriod(), usual.source());
        var changed =
                new MemoryCosts(costs.memory(), costs.turn(), costs.free(), balloon, costs.scan(), costs.compression());
        var has = trial.get(MEMORY).times(2);
        var how =
                MemoryManagement.of(changed).overcommitted(1_500).swapping(has).loadingImages();
        return MemoryBench.open(trial, how, has, trial.get(MEMORY));
    }

    private static Guests guests(Trial trial) {
        var memory = trial.get(MEMORY);
        var eighth = new MemorySize(memory.bytes() / 8 / MemoryBench.PAGE.bytes() * MemoryBench.PAGE.bytes());
        var reader = new MemorySpec(
                eighth,
                FEW,
                new Pattern.Random(),
                WriteContents.unique(),
                Optional.of(new FileCache(eighth.times(6), READS, "files")));
        var writer = new MemorySpec(eighth.times(7), EventRate.perSecond(trial.get(WRITES)), new Pattern.Random());
        return new Guests(
                MemoryBench.vm("files", memory, "blank", work(reader)),
                MemoryBench.vm("idle", memory, MemoryBench.FULL, WorkloadSpec.idle()),
                MemoryBench.vm("newcomer", memory, "blank", work(writer)));
    }

    private static WorkloadSpec work(MemorySpec memory) {
        return new WorkloadSpec(new CpuSpec.Constant(200), Optional.of(memory), Optional.empty());
    }

    private static void play(Course course, int before) {
        var bench = course.bench();
        bench.start(course.guests().files());
        bench.start(course.guests().idle());
        bench.pass(before - SHOWN);
        watch(bench, SHOWN, "files are read, and nothing else happens");
        bench.start(course.guests().newcomer());
        watch(bench, CROWDED, "the newcomer writes to its memory");
        bench.destroy(course.guests().newcomer());
        watch(bench, AFTER, "the newcomer is gone");
    }

    private static void watch(MemoryBench bench, int length, String what) {
        for (int at = 0; at < length; at += STEP) {
            bench.watch(STEP);
            bench.step(what);
        }
    }

    private static List<Figure> figures(List<Course> all) {
        var first = all.getFirst();
        return List.of(
                lines(
                        first,
                        new Caption(
                                "balloons",
                                "What is in the balloons",
                                "Pages that a balloon has, its guest can't use. The idle VM's balloon is inflated"
                                        + " first and farthest."),
                        HostMemory.Vm::ballooned),
                lines(
                        first,
                        new Caption(
                                "frames",
                                "What VMs have in frames",
                                "With balloons. What the idle one and the files leave, the newcomer gets."),
                        HostMemory.Vm::own),
                stalls(all),
                table(all));
    }

    private static Lines lines(Course course, Caption caption, Function<HostMemory.Vm, MemorySize> part) {
        return Lines.of(
                caption,
                Measure.of("time", "s"),
                Measure.of("memory", "MiB"),
                course.guests().all().stream()
                        .map(vm ->
                                new Lines.Line(vm.id().value(), course.bench().line(vm, part)))
                        .toList());
    }

    private static Bars stalls(List<Course> all) {
        return Bars.of(
                new Caption(
                        "stalls",
                        "Who is held up",
                        "For how long each VM waited for its memory, from its start to the end."),
                Measure.of("stall", "s"),
                all.stream().map(Course::name).toList(),
                List.of(0, 1, 2).stream()
                        .map(which -> new Bars.Part(
                                all.getFirst().guests().all().get(which).id().value(),
                                all.stream()
                                        .map(it -> new Bars.Value(
                                                it.name(),
                                                it.stall(it.guests().all().get(which))))
                                        .toList()))
                        .toList());
    }

    private static Grid table(List<Course> all) {
        return new Grid(
                new Caption("side-by-side", "Side by side", "The most there was of each at any second."),
                List.of(
                        Measure.plain("means"),
                        Measure.of("in balloons", "MiB"),
                        Measure.of("given up by guests", "MiB"),
                        Measure.of("swapped by the host", "MiB"),
                        Measure.of("stall of files", "s"),
                        Measure.of("stall of the newcomer", "s")),
                all.stream()
                        .map(it -> Grid.row(
                                it.name(),
                                it.bench().most(HostMemory.Vm::ballooned),
                                it.bench().most(HostMemory.Vm::givenUp),
                                it.bench().most(HostMemory.Vm::swapped),
                                it.stall(it.guests().files()),
                                it.stall(it.guests().newcomer())))
                        .toList());
    }

    private static double mostOf(Course course, VmSpec vm) {
        return most(course.bench().line(vm, HostMemory.Vm::ballooned));
    }

    private static double most(List<Lines.Point> points) {
        return points.stream().mapToDouble(Lines.Point::y).max().orElse(0);
    }

    private static String answer(List<Course> all) {
        var first = all.getFirst();
        return String.format(
                Locale.ROOT,
                "It takes %.0f MiB from the idle VM and %.0f MiB from the one that reads files. Guests are held up for"
                        + " %.1f s in all, without an idle tax for %.1f s, and for %.1f s where the host can only"
                        + " swap.",
                mostOf(first, first.guests().idle()),
                mostOf(first, first.guests().files()),
                first.stalls(),
                all.get(1).stalls(),
                all.get(2).stalls());
    }

    private static List<String> see(Trial trial, List<Course> all) {
        var first = all.getFirst();
        var untaxed = all.get(1);
        var last = all.get(2);
        return List.of(
                String.format(
                        Locale.ROOT,
                        "With a tax of %s an idle page counts as %.1f pages in use. Without it the idle VM gives"
                                + " %.0f MiB, not %.0f, and the files %.0f MiB, not %.0f: each of those may have to be"
                                + " read again.",
                        trial.get(TAX),
                        1 / (1 - trial.get(TAX).ratio()),
                        mostOf(untaxed, untaxed.guests().idle()),
                        mostOf(first, first.guests().idle()),
                        mostOf(untaxed, untaxed.guests().files()),
                        mostOf(first, first.guests().files())),
                String.format(
                        Locale.ROOT,
                        "Balloons move at %s at most, and leave each guest a quarter of its memory. The host alone has"
                                + " no such limit: it writes %.0f MiB to its disk, %.0f MiB of them the idle VM's, who"
                                + " does not notice before it wakes. The files wait %.1f s then, with balloons %.1f s.",
                        trial.get(SPEED),
                        last.bench().most(HostMemory.Vm::swapped),
                        most(last.bench().line(last.guests().idle(), HostMemory.Vm::swapped)),
                        last.stall(last.guests().files()),
                        first.stall(first.guests().files())),
                String.format(
                        Locale.ROOT,
                        "When the newcomer has gone, balloons are let go: %.0f MiB are left in them at the end.",
                        first.bench().seconds().getLast().mib(vm -> vm.ballooned()
                                .bytes())));
    }
}
