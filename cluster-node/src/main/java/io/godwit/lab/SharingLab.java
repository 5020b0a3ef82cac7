package io.godwit.lab;

import io.godwit.experiment.IllegalSetting;
import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.figure.Caption;
import io.godwit.figure.Grid;
import io.godwit.figure.Lines;
import io.godwit.figure.Measure;
import io.godwit.identity.VmId;
import io.godwit.image.Image;
import io.godwit.image.ImageSpec;
import io.godwit.image.Likeness;
import io.godwit.memory.AddressSpace;
import io.godwit.memory.MachineMemory;
import io.godwit.memory.MappingSize;
import io.godwit.memory.Mappings;
import io.godwit.memory.pressure.ManagedMemory;
import io.godwit.memory.pressure.MemoryCosts;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.memory.pressure.MemoryTerms;
import io.godwit.memory.pressure.ScannerFigures;
import io.godwit.settings.SettingsFile;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A scanner looks for pages that hold the same, and lets them share a frame: how soon, how much, at which cost.
final class SharingLab implements Lab {

    private static final Parameter<Integer> VMS =
            Parameter.count("vms", "of one host", 4).between("2", "16");

    private static final Parameter<MemorySize> MEMORY =
            Parameter.size("memory", "of each VM, all of it in use", "64MiB").between("4MiB", "256MiB");

    private static final Parameter<Share> COMMON = Parameter.share(
                    "common", "of an image's pages, what all images of its family hold", "30%")
            .between("0%", "90%");

    private static final Parameter<Duration> LENGTH =
            Parameter.time("length", "that the host is watched", "60s").between("10s", "1h");

    private static final MemorySize PAGE = MemorySize.ofKibibytes(4);
    private static final double PAGES_A_MIB = 256;

    /// One host with its VMs, as it is watched.
    private record Watched(String name, List<Lines.Point> saved, List<ScannerFigures> seconds, double scannerCores) {

        double savedMiB() {
            return saved.getLast().y();
        }

        /// Seconds until the first pass over all pages was done; 0 if it was not.
        double firstPass() {
            for (int i = 0; i < seconds.size(); i++) {
                if (seconds.get(i).passes() > 0) {
                    return saved.get(i).x();
                }
            }
            return 0;
        }
    }

    @Override
    public Card card() {
        return new Card(
                "sharing",
                "a scanner finds equal pages: how soon, how much, at which cost",
                "How much memory do VMs share that hold the same, and how long does it take to find out?",
                List.of(
                        "VMs whose memory is full are put on one host: once all from one image, once each from an"
                                + " image of its own of the same family, once from images that have nothing in common."
                                + " A scanner looks at some pages, sleeps, and goes on. A page that"
                                + " stayed as it was since the pass before is compared with all the others.",
                        "The guests write nothing meanwhile: this is the best case."),
                List.of(
                        "pages a cycle and sleep: KSM's defaults, ksm.rst (config/memory/standard.yaml)",
                        "unverified: the cost of a page, and how much images have in common"),
                List.of(
                        "Guests that write to shared pages, which breaks the sharing and costs a copy each.",
                        "Zero pages, which take no frame here to begin with.",
                        "Large pages, which must be split before parts of them can be shared.",
                        "That a neighbour can find out by timing which pages somebody else has."));
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(VMS, MEMORY, COMMON, LENGTH);
    }

    @Override
    public Findings run(Trial trial) {
        var steps = new ArrayList<Step>();
        int common = (int) Math.round(trial.get(COMMON).ratio() * 1000);
        var same = watch(trial, "one image", List.of(image(trial, "server", common)), steps);
        var family = watch(trial, "one family", images(trial, common), new ArrayList<>());
        var strangers = watch(trial, "nothing in common", images(trial, 0), new ArrayList<>());
        var all = List.of(same, family, strangers);
        return new Findings(
                answer(trial, all),
                List.of(
                        Lines.of(
                                new Caption(
                                        "saved",
                                        "Memory saved",
                                        "Frames that are free because pages share one. Nothing is shared before a page"
                                                + " was seen unchanged in two passes."),
                                Measure.of("time", "s"),
                                Measure.of("saved", "MiB"),
                                all.stream()
                                        .map(it -> new Lines.Line(it.name(), it.saved()))
                                        .toList()),
                        table(trial, all)),
                see(trial, all),
                steps);
    }

    private static ImageSpec image(Trial trial, String name, int commonPermille) {
        var family = commonPermille == 0 ? Likeness.none() : new Likeness("family", commonPermille, 0, 1);
        return new ImageSpec(name, trial.get(MEMORY).pages(PAGE), 0, family);
    }

    private static List<ImageSpec> images(Trial trial, int commonPermille) {
        var images = new ArrayList<ImageSpec>();
        for (int i = 1; i <= trial.get(VMS); i++) {
            images.add(image(trial, "server-" + i, commonPermille));
        }
        return images;
    }

    private static Watched watch(Trial trial, String name, List<ImageSpec> images, List<Step> steps) {
        var management = MemoryManagement.of(costs(trial)).sharing(true).loadingImages();
        var size = trial.get(MEMORY);
        var all = size.times(trial.get(VMS));
        var machine = new MachineMemory(all, PAGE, all);
        var memory = new ManagedMemory(
                management, machine, trial.host("dell-r650").disks().getFirst(), 0);
        long pages = size.pages(PAGE);
        for (int i = 0; i < trial.get(VMS); i++) {
            var vm = new VmId("vm-" + (i + 1));
            machine.reserve(vm, size, MemorySize.ZERO);
            memory.add(
                    vm,
                    AddressSpace.over(Image.of(images.get(i % images.size())), pages),
                    new MemoryTerms(1000, 0, pages, pages / 4, false, pages / 2, pages / 4),
                    new Mappings(pages, MappingSize.SMALL));
        }
        var watched = new Watched(name, new ArrayList<>(), new ArrayList<>(), memory.scannerNanoCores() / 1e9);
        for (long second = 0; second <= trial.get(LENGTH).toSeconds(); second++) {
            memory.turn(second * 1_000_000_000L);
            var figures = memory.scannerFigures();
            watched.seconds().add(figures);
            watched.saved().add(new Lines.Point(second, figures.savedFrames() / PAGES_A_MIB));
            steps.add(new Step(sentence(second, figures), state(trial, memory)));
        }
        return watched;
    }

    private static MemoryCosts costs(Trial trial) {
        return switch (SettingsFile.of(MemoryCosts.class, "memory")
                .named(trial.config().resolve("memory"), "standard")) {
            case SettingsFile.Read<MemoryCosts>(var costs) -> costs;
            case SettingsFile.Unusable<MemoryCosts>(var sentence) -> throw new IllegalSetting(sentence);
        };
    }

    private static String sentence(long second, ScannerFigures figures) {
        return String.format(
                Locale.ROOT,
                "at %d s: %d passes done, %,d frames shared, %,d saved",
                second,
                figures.passes(),
                figures.sharedFrames(),
                figures.savedFrames());
    }

    private static Snapshot state(Trial trial, ManagedMemory memory) {
        var rows = new ArrayList<List<String>>();
        for (int i = 1; i <= trial.get(VMS); i++) {
            var vm = new VmId("vm-" + i);
            memory.figures(vm)
                    .ifPresent(it -> rows.add(List.of(
                            vm.value(),
                            String.format(Locale.ROOT, "%,d", it.own()),
                            String.format(Locale.ROOT, "%,d", it.shared()))));
        }
        return new Snapshot(List.of("vm", "frames of its own", "pages in shared frames"), rows);
    }

    private static double allMiB(Trial trial) {
        return trial.get(MEMORY).times(trial.get(VMS)).bytes() / 1048576.0;
    }

    private static String answer(Trial trial, List<Watched> all) {
        return String.format(
                Locale.ROOT,
                "Of %.0f MiB, VMs of one image save %.0f %%, of one family %.0f %%, of strangers %.0f %%; the first"
                        + " pass over all pages takes %.0f s.",
                allMiB(trial),
                100 * all.get(0).savedMiB() / allMiB(trial),
                100 * all.get(1).savedMiB() / allMiB(trial),
                100 * all.get(2).savedMiB() / allMiB(trial),
                all.get(0).firstPass());
    }

    private static List<String> see(Trial trial, List<Watched> all) {
        var scan = costs(trial).scan();
        double rate = scan.pages() / (scan.sleep().toNanos() / 1e9);
        return List.of(
                String.format(
                        Locale.ROOT,
                        "The scanner looks at %.0f pages every %.0f ms, %.0f a second, so that a pass over"
                                + " %.0f MiB takes %.0f s, and one over 64 GiB would take %.0f minutes.",
                        (double) scan.pages(),
                        scan.sleep().toNanos() / 1e6,
                        rate,
                        allMiB(trial),
                        allMiB(trial) * PAGES_A_MIB / rate,
                        64 * 1024 * PAGES_A_MIB / rate / 60),
                String.format(
                        Locale.ROOT,
                        "It takes %.1f %% of one core for that, as long as there is anything to look at, whatever it"
                                + " finds.",
                        100 * all.get(0).scannerCores()),
                String.format(
                        Locale.ROOT,
                        "Strangers save %.0f MiB, and the scanner works for them as hard as for twins: what"
                                + " sharing buys depends on what runs beside each other.",
                        all.get(2).savedMiB()));
    }

    private static Grid table(Trial trial, List<Watched> all) {
        return new Grid(
                new Caption("sharing", "Side by side", "At the end of the time that was watched."),
                List.of(
                        Measure.plain("VMs have"),
                        Measure.of("saved", "MiB"),
                        Measure.of("saved of all", "%"),
                        Measure.plain("frames shared"),
                        Measure.plain("passes"),
                        Measure.of("first pass", "s"),
                        Measure.of("book-keeping", "KiB")),
                all.stream()
                        .map(it -> {
                            var last = it.seconds().getLast();
                            return Grid.row(
                                    it.name(),
                                    it.savedMiB(),
                                    100 * it.savedMiB() / allMiB(trial),
                                    last.sharedFrames(),
                                    last.passes(),
                                    it.firstPass(),
                                    last.bookkeepingBytes() / 1024.0);
                        })
                        .toList());
    }
}
