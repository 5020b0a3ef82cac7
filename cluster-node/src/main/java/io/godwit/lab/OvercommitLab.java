package io.godwit.lab;

import io.godwit.experiment.IllegalSetting;
import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.CpuSpec;
import io.godwit.guest.WorkloadSpec.FileCache;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.guest.WorkloadSpec.WriteContents;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// VMs are added to a host until it has promised far more memory than it has: what each means against pressure buys.
final class OvercommitLab implements Lab {

    static final Parameter<MemorySize> MEMORY =
            Parameter.size("memory", "of the host, for guests", "128MiB").between("32MiB", "1GiB");

    static final Parameter<Integer> FIT =
            Parameter.count("fit", "VMs that have room without any means", 8).between("2", "16");

    private static final Parameter<Integer> VMS =
            Parameter.count("vms", "in the end", 16).between("3", "48");

    private static final Parameter<Share> BUSY = Parameter.share(
                    "busy", "of each VM's memory, what it writes to again and again", "60%")
            .between("5%", "70%");

    private static final Parameter<Share> COMMON = Parameter.share(
                    "common", "of what it writes, what other VMs write too", "20%")
            .between("0%", "90%");

    private static final Parameter<Share> MINIMUM = Parameter.share(
                    "minimum", "of its memory, what a balloon leaves each VM", "65%")
            .between("5%", "95%");

    private static final Parameter<Integer> INTERVAL =
            Parameter.count("interval", "seconds from one VM to the next", 12).between("4", "120");

    /// Times what there is, promised in the end.
    private static final int MOST = 4;

    private static final int WRITES = 1_500;
    private static final int READS = 500;
    private static final int ZERO_PERMILLE = 50;

    /// A host with some of the means.
    ///
    /// @param balloons whether drivers are in guests
    record Means(String name, boolean balloons, boolean shares, boolean compresses) {}

    private static final List<Means> ALL = List.of(
            new Means("swap alone", false, false, false),
            new Means("with sharing", false, true, false),
            new Means("with compression", false, false, true),
            new Means("with balloons", true, false, false),
            new Means("all together", true, true, true));

    @Override
    public Card card() {
        return new Card(
                "overcommit",
                "more memory promised than there is, by balloons, sharing, compression and swap",
                "How much more memory can a host promise than it has, and what do guests lose by it?",
                List.of(
                        "VMs of one image come one after the other. Each has loaded its image into half of its memory,"
                                + " writes to a part of it in which three tenths of the pages get seven tenths of the"
                                + " writes, and reads files that all of them read. After each has come, guests are"
                                + " watched: what they wait for their memory is lost to their work.",
                        "This is done with swap alone, then with each of the other means beside it, and with all"
                                + " together: then balloons are asked before anything is compressed, and that before"
                                + " anything is swapped."),
                List.of(
                        "means, their order and costs: docs/memory.md, config/memory/standard.yaml (mostly unverified)",
                        "scanner: KSM's defaults, ksm.rst",
                        "disk for swap: config/hosts/" + MemoryBench.MACHINE + ".yaml",
                        "unverified: what the guests do: " + WRITES + " writes and " + READS + " reads a second each"),
                List.of(
                        "A CPU that gets short: there is one core a VM here.",
                        "Guests that lose patience: work that waits is done later, never given up.",
                        "Readahead from swap and files: each page comes alone."));
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(MEMORY, FIT, VMS, BUSY, COMMON, MINIMUM, INTERVAL);
    }

    @Override
    public Findings run(Trial trial) {
        if (trial.get(VMS) > MOST * trial.get(FIT)) {
            throw new IllegalSetting("vms: " + trial.get(VMS) + " where " + trial.get(FIT)
                    + " have room are more than a host can live with: write at most " + MOST * trial.get(FIT));
        }
        var courses = new ArrayList<OvercommitCourse>();
        for (var means : ALL) {
            try (var bench = bench(trial, means)) {
                courses.add(play(trial, means, bench));
            }
        }
        return OvercommitFindings.of(courses);
    }

    private static MemorySize ofVm(Trial trial) {
        long pages = trial.get(MEMORY).pages(MemoryBench.PAGE) / trial.get(FIT);
        return MemoryBench.PAGE.times(pages);
    }

    private static MemorySize half(MemorySize memory) {
        return MemoryBench.PAGE.times(memory.pages(MemoryBench.PAGE) / 2);
    }

    private static MemoryBench bench(Trial trial, Means means) {
        var has = trial.get(MEMORY);
        var how = MemoryManagement.of(MemoryBench.costs(trial))
                .overcommitted(MOST * 1_000)
                .swapping(has.times(4))
                .loadingImages();
        how = means.shares() ? how.sharing(true) : how;
        how = means.compresses() ? how.compressing() : how;
        return MemoryBench.open(trial, how, has, half(ofVm(trial)));
    }

    private static OvercommitCourse play(Trial trial, Means means, MemoryBench bench) {
        var course = new OvercommitCourse(means, trial.get(MEMORY), bench);
        for (int number = 1; number <= trial.get(VMS); number++) {
            bench.start(vm(trial, means, number));
            course.watch(ofVm(trial).bytes() * number, trial.get(INTERVAL));
            bench.step(String.format(
                    Locale.ROOT,
                    "%d VMs have %.0f %% of the host's memory, and lose %.1f %% of their time to it",
                    number,
                    course.stages().getLast().promisedPercent(),
                    course.stages().getLast().lostPercent()));
        }
        return course;
    }

    private static VmSpec vm(Trial trial, Means means, int number) {
        var memory = ofVm(trial);
        long pages = memory.pages(MemoryBench.PAGE);
        long common = trial.get(COMMON).billionths() / 1_000_000;
        var load = new MemorySpec(
                MemoryBench.PAGE.times(Math.max(1, trial.get(BUSY).of(pages))),
                EventRate.perSecond(WRITES),
                new Pattern.HotCold(300, 700),
                new WriteContents(ZERO_PERMILLE, (int) Math.min(common, 1_000 - ZERO_PERMILLE)),
                Optional.of(new FileCache(
                        MemoryBench.PAGE.times(Math.max(1, pages / 4)), EventRate.perSecond(READS), "releases")));
        var workload = new WorkloadSpec(new CpuSpec.Constant(100), Optional.of(load), Optional.empty());
        var vm = MemoryBench.vm("vm-" + number, memory, MemoryBench.FULL, workload);
        return MemoryBench.leaving(
                vm, means.balloons() ? MemoryBench.PAGE.times(trial.get(MINIMUM).of(pages)) : memory);
    }
}
