package io.godwit.lab;

import io.godwit.array.ArraySettings;
import io.godwit.experiment.IllegalSetting;
import io.godwit.experiment.Trial;
import io.godwit.figure.Lines;
import io.godwit.guest.WorkloadSpec;
import io.godwit.host.GuestMaker;
import io.godwit.host.HostMake;
import io.godwit.host.HostMemory;
import io.godwit.host.HostSpec;
import io.godwit.host.HostTopic;
import io.godwit.host.Images;
import io.godwit.host.Workloads;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.image.GuestImage;
import io.godwit.link.LinkQuality;
import io.godwit.memory.pressure.MemoryCosts;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.rack.Rack;
import io.godwit.settings.SettingsFile;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import io.godwit.vm.CpuShare;
import io.godwit.vm.MemoryPolicy;
import io.godwit.vm.Platform;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// One host with little memory, whose frames are looked at once a second. Mutable, for one run.
final class MemoryBench implements AutoCloseable {

    static final MemorySize PAGE = MemorySize.ofKibibytes(4);

    /// Whose disk takes swapped pages.
    static final String MACHINE = "dell-r650";

    /// The name of the image that fills its VM's memory.
    static final String FULL = "full";

    private static final HostId HOST = new HostId("h1");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final double MIB = 1 << 20;

    /// @param atSeconds since the host was switched on
    record Second(double atSeconds, HostMemory memory) {

        double mib(ToDoubleFunction<HostMemory.Vm> part) {
            return memory.vms().stream().mapToDouble(part).sum() / MIB;
        }
    }

    private final Rack rack;
    private final List<Second> seconds = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    private MemoryBench(Rack rack) {
        this.rack = rack;
    }

    /// @param has what guests of the host may have together
    /// @param image size of the image [#FULL], of which no page is zero
    static MemoryBench open(Trial trial, MemoryManagement how, MemorySize has, MemorySize image) {
        var machine = machine(trial, has);
        var full = new GuestImage(
                FULL,
                GuestImage.blank().kernel(),
                new GuestImage.Memory(image, Share.NONE, "this lab's"),
                GuestImage.blank().disk(),
                List.of());
        var nic = machine.nics().getFirst();
        var rack = Rack.open(new Rack.Ground(
                trial.seedOf("rack"),
                new GuestMaker(new Images(List.of(full)), new Workloads(trial.seedOf("guests"), PAGE)),
                new LinkQuality(nic.latency(), nic.bandwidth()),
                array(trial).disk()));
        rack.add(HOST, HostMake.bare(machine).with(Optional.of(how)));
        return new MemoryBench(rack);
    }

    private static HostSpec machine(Trial trial, MemorySize has) {
        var like = trial.host(MACHINE);
        var memory = new HostSpec.Memory(
                has.plus(like.memory().hypervisor()), like.memory().hypervisor(), PAGE, "this lab's");
        return new HostSpec(like.host(), like.processors(), memory, like.nics(), like.disks(), like.power());
    }

    static ArraySettings array(Trial trial) {
        return switch (ArraySettings.FILES.named(trial.config().resolve("arrays"), "lab")) {
            case SettingsFile.Read<ArraySettings>(var settings) -> settings;
            case SettingsFile.Unusable<ArraySettings>(var sentence) -> throw new IllegalSetting(sentence);
        };
    }

    static MemoryCosts costs(Trial trial) {
        return switch (MemoryCosts.FILES.named(trial.config().resolve("memory"), "standard")) {
            case SettingsFile.Read<MemoryCosts>(var costs) -> costs;
            case SettingsFile.Unusable<MemoryCosts>(var sentence) -> throw new IllegalSetting(sentence);
        };
    }

    /// A VM of one vCPU.
    static VmSpec vm(String name, MemorySize memory, String image, WorkloadSpec workload) {
        return new VmSpec(
                new VmId(name),
                name,
                1,
                memory,
                VmKind.FULL,
                CpuShare.byDefault(),
                image,
                Rack.ARRAY,
                VmSpec.Care.none(),
                workload,
                Platform.byDefault());
    }

    /// The same, in which no balloon may be inflated.
    static VmSpec withoutBalloon(VmSpec vm) {
        return leaving(vm, vm.memory());
    }

    /// The same, which a balloon leaves so much.
    static VmSpec leaving(VmSpec vm, MemorySize minimum) {
        var policy = new MemoryPolicy(
                MemoryPolicy.DEFAULT_SHARES, MemorySize.ZERO, Optional.empty(), Optional.of(minimum), Optional.empty());
        return vm.with(vm.platform().with(policy));
    }

    /// @throws IllegalSetting if the host has no room for it
    void start(VmSpec vm) {
        rack.start(HOST, vm).ifPresent(why -> {
            throw new IllegalSetting(vm.id() + " can't start: " + why);
        });
    }

    void destroy(VmSpec vm) {
        rack.destroy(vm.id());
    }

    /// Lets seconds pass that nobody looks at.
    void pass(int length) {
        rack.run(SECOND.multipliedBy(length));
    }

    void watch(int length) {
        for (int second = 0; second < length; second++) {
            rack.run(SECOND);
            seconds.add(new Second(rack.nowNs() / 1e9, (HostMemory) rack.inspect(HOST, HostTopic.MEMORY)));
        }
    }

    /// Notes what has happened, with where pages are now.
    void step(String sentence) {
        var last = seconds.getLast();
        var rows = new ArrayList<List<String>>();
        for (var vm : last.memory().vms()) {
            rows.add(List.of(
                    vm.vm().value(),
                    mib(vm.own()),
                    mib(vm.shared()),
                    mib(vm.compressed()),
                    mib(vm.swapped()),
                    mib(vm.givenUp()),
                    mib(vm.ballooned()),
                    String.format(Locale.ROOT, "%.1f s", vm.stallNs() / 1e9)));
        }
        var frames = last.memory().frames();
        rows.add(List.of(
                "(host)",
                mib(frames.own()),
                mib(frames.shared()),
                mib(frames.compressed()),
                mib(last.memory().means().swapped()),
                "",
                "free " + mib(frames.free()),
                ""));
        steps.add(new Step(
                String.format(Locale.ROOT, "at %.0f s %s", last.atSeconds(), sentence),
                new Snapshot(
                        List.of("vm", "own", "shared", "compressed", "swapped", "given up", "balloon", "stall"),
                        rows)));
    }

    List<Second> seconds() {
        return seconds;
    }

    List<Step> steps() {
        return steps;
    }

    /// A part of a VM's memory over time, in MiB, as long as the VM was there.
    List<Lines.Point> line(VmSpec vm, Function<HostMemory.Vm, MemorySize> part) {
        var points = new ArrayList<Lines.Point>();
        for (var second : seconds) {
            second.memory().vms().stream()
                    .filter(it -> it.vm().equals(vm.id()))
                    .forEach(it -> points.add(
                            new Lines.Point(second.atSeconds(), part.apply(it).bytes() / MIB)));
        }
        return points;
    }

    /// The most that all VMs together had of something, in MiB.
    double most(Function<HostMemory.Vm, MemorySize> part) {
        return seconds.stream()
                .mapToDouble(second -> second.mib(vm -> part.apply(vm).bytes()))
                .max()
                .orElse(0);
    }

    /// For how long its memory held the VM up.
    double stallSeconds(VmSpec vm) {
        return seconds.stream()
                        .flatMap(second -> second.memory().vms().stream())
                        .filter(it -> it.vm().equals(vm.id()))
                        .mapToLong(HostMemory.Vm::stallNs)
                        .max()
                        .orElse(0)
                / 1e9;
    }

    private static String mib(MemorySize size) {
        return String.format(Locale.ROOT, "%.0f MiB", size.bytes() / MIB);
    }

    @Override
    public void close() {
        rack.close();
    }
}
