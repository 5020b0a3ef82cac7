package io.godwit.lab;

import io.godwit.array.ArraySettings;
import io.godwit.experiment.IllegalSetting;
import io.godwit.experiment.Parameter;
import io.godwit.experiment.Trial;
import io.godwit.figure.Bars;
import io.godwit.figure.Bars.Part;
import io.godwit.figure.Bars.Value;
import io.godwit.figure.Caption;
import io.godwit.figure.Figure;
import io.godwit.figure.Grid;
import io.godwit.figure.Measure;
import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.host.GuestMaker;
import io.godwit.host.HostMake;
import io.godwit.host.Images;
import io.godwit.host.Workloads;
import io.godwit.identity.VmId;
import io.godwit.lab.LifeBench.Deed;
import io.godwit.link.LinkQuality;
import io.godwit.rack.Rack;
import io.godwit.settings.SettingsFile;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Words;
import io.godwit.vm.CpuShare;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What each step of a VM's life takes, by kind and product: timed on hosts, not read from their files.
final class LifecycleLab implements Lab {

    private static final Parameter<MemorySize> MEMORY =
            Parameter.size("memory", "of the guest", "1GiB").between("64MiB", "64GiB");

    private static final Parameter<MemorySize> WORKING_SET = Parameter.size(
                    "working-set", "what the guest writes, again and again", "256MiB")
            .between("4MiB", "16GiB");

    private static final Parameter<String> MACHINE =
            Parameter.choice("machine", "a file under config/hosts", List.of("dell-r650", "hp-ml110-g5"));

    /// Long enough for a guest to have written all of a usual working set.
    private static final Duration WORKS = Duration.ofSeconds(10);

    private static final int WRITES_PER_SECOND = 100_000;

    private static final double MILLISECOND_NS = 1e6;

    private record Make(String name, String profile, VmKind kind) {}

    private record Life(String name, Map<Deed, Long> took) {

        double milliseconds(Deed deed) {
            return took.get(deed) / MILLISECOND_NS;
        }
    }

    private static final List<Make> MAKES = List.of(
            new Make("container (docker)", "docker", VmKind.CONTAINER),
            new Make("container (lxc)", "lxc", VmKind.CONTAINER),
            new Make("para (xen)", "xen", VmKind.PARA),
            new Make("full (firecracker)", "firecracker", VmKind.FULL),
            new Make("full (kvm)", "kvm", VmKind.FULL),
            new Make("full (esxi)", "esxi", VmKind.FULL));

    @Override
    public Card card() {
        return new Card(
                "lifecycle",
                "each step of a VM's life, timed by kind: start, stop, clone, snapshot, restore, ...",
                "How long does each step of a VM's life take, by kind?",
                List.of(
                        "One host of each product carries one guest, which writes its working set for a while. Then it"
                                + " is kept, cloned, resized, paused, taken back, rebooted, stopped and destroyed, on a"
                                + " datastore that nobody else uses.",
                        "A step is timed from the order to the answer of the host. What products take of their own"
                                + " (boot, shutdown, clone, resize) stands in their files; what disks take follows"
                                + " from what is read and written."),
                List.of(
                        "times of products, with sources and many unverified: config/hypervisors, at times",
                        "the datastore: config/arrays/lab.yaml"),
                List.of(
                        "CPU that a boot or a shutdown takes, and guests that never end by themselves.",
                        "What the registry and a controller add: some round trips.",
                        "Differences between products of one family that nobody measured."));
    }

    @Override
    public List<Parameter<?>> parameters() {
        return List.of(MEMORY, WORKING_SET, MACHINE);
    }

    @Override
    public Findings run(Trial trial) {
        if (trial.get(WORKING_SET).compareTo(trial.get(MEMORY)) > 0) {
            throw new IllegalSetting("working-set: " + trial.get(WORKING_SET) + " is more than the guest's memory of "
                    + trial.get(MEMORY) + ": write less");
        }
        var lives = MAKES.stream().map(make -> live(trial, make)).toList();
        return new Findings(
                answer(lives),
                List.of(
                        bars(
                                new Caption(
                                        "turns",
                                        "Start, stop and reboot",
                                        "From the order to the answer. A reboot is a stop and a start."),
                                lives,
                                List.of(Deed.START, Deed.STOP, Deed.REBOOT)),
                        bars(
                                new Caption(
                                        "copies",
                                        "Clone, snapshot and restore",
                                        "From the order until the clone runs, all is kept, or the guest runs again."),
                                lives,
                                List.of(
                                        Deed.CLONE,
                                        Deed.SNAPSHOT,
                                        Deed.SNAPSHOT_WITH_MEMORY,
                                        Deed.RESTORE,
                                        Deed.RESTORE_WITH_MEMORY)),
                        table(lives)),
                see(lives),
                List.of());
    }

    private static Life live(Trial trial, Make make) {
        var machine = trial.host(trial.get(MACHINE));
        var nic = machine.nics().getFirst();
        var seed = trial.seedOf(make.profile());
        var guests = new GuestMaker(
                new Images(List.of()), new Workloads(seed, machine.memory().page()));
        var ground = new Rack.Ground(
                seed,
                guests,
                new LinkQuality(nic.latency(), nic.bandwidth()),
                array(trial).disk());
        var host = new HostMake(machine, trial.profile(make.profile()));
        return new Life(make.name(), LifeBench.live(ground, host, vm(trial, make.kind()), WORKS));
    }

    private static VmSpec vm(Trial trial, VmKind kind) {
        var writes =
                new MemorySpec(trial.get(WORKING_SET), EventRate.perSecond(WRITES_PER_SECOND), new Pattern.Random());
        return new VmSpec(
                new VmId("guest"),
                "guest",
                1,
                trial.get(MEMORY),
                kind,
                CpuShare.byDefault(),
                "blank",
                Rack.ARRAY,
                VmSpec.Care.none(),
                new WorkloadSpec(new WorkloadSpec.CpuSpec.Constant(0), Optional.of(writes), Optional.empty()));
    }

    private static ArraySettings array(Trial trial) {
        return switch (ArraySettings.FILES.named(trial.config().resolve("arrays"), "lab")) {
            case SettingsFile.Read<ArraySettings>(var settings) -> settings;
            case SettingsFile.Unusable<ArraySettings>(var sentence) -> throw new IllegalSetting(sentence);
        };
    }

    private static Figure bars(Caption caption, List<Life> lives, List<Deed> deeds) {
        var parts = new ArrayList<Part>();
        for (var deed : deeds) {
            parts.add(new Part(
                    words(deed),
                    lives.stream()
                            .map(it -> new Value(it.name(), it.milliseconds(deed)))
                            .toList()));
        }
        return Bars.of(
                caption,
                Measure.of("time", "ms").inDecades(),
                lives.stream().map(Life::name).toList(),
                parts);
    }

    private static Figure table(List<Life> lives) {
        var columns = new ArrayList<Measure>();
        columns.add(Measure.plain("step"));
        lives.forEach(it -> columns.add(Measure.of(it.name(), "ms")));
        var rows = new ArrayList<List<Grid.Cell>>();
        for (var deed : Deed.values()) {
            var row = new ArrayList<Object>();
            row.add(words(deed));
            lives.forEach(it -> row.add(it.milliseconds(deed)));
            rows.add(Grid.row(row.toArray()));
        }
        return new Grid(
                new Caption("steps", "All steps", "In ms. Zero: within the instant that it was ordered."),
                columns,
                rows);
    }

    private static String answer(List<Life> lives) {
        var docker = lives.get(0);
        var kvm = lives.get(4);
        return say(
                "From %.2f s (docker) to %.1f s (kvm) for a start, %.2f to %.1f s for a reboot; a linked clone of a VM"
                        + " runs after %.0f ms, %.0f times as fast as one boots.",
                docker.milliseconds(Deed.START) / 1e3,
                kvm.milliseconds(Deed.START) / 1e3,
                docker.milliseconds(Deed.REBOOT) / 1e3,
                kvm.milliseconds(Deed.REBOOT) / 1e3,
                kvm.milliseconds(Deed.CLONE),
                kvm.milliseconds(Deed.START) / kvm.milliseconds(Deed.CLONE));
    }

    private static List<String> see(List<Life> lives) {
        var kvm = lives.get(4);
        return List.of(
                say(
                        "A snapshot of a disk takes %.1f ms, whatever was written: it is a layer. With memory it takes"
                                + " %.0f ms, as pages go to the datastore while the guest goes on.",
                        kvm.milliseconds(Deed.SNAPSHOT), kvm.milliseconds(Deed.SNAPSHOT_WITH_MEMORY)),
                say(
                        "A VM that goes back to its disk boots: %.1f s. With its memory it goes on from where it stood"
                                + " after %.2f s, and no program starts anew.",
                        kvm.milliseconds(Deed.RESTORE) / 1e3, kvm.milliseconds(Deed.RESTORE_WITH_MEMORY) / 1e3),
                say(
                        "Pausing takes %.0f ms and destroying %.0f ms, as nobody waits for the guest: only a stop lets"
                                + " it end by itself, in %.1f s.",
                        kvm.milliseconds(Deed.PAUSE),
                        kvm.milliseconds(Deed.DESTROY),
                        kvm.milliseconds(Deed.STOP) / 1e3));
    }

    private static String words(Deed deed) {
        return Words.of(deed).replace('-', ' ');
    }

    private static String say(String form, Object... numbers) {
        return String.format(Locale.ROOT, form, numbers);
    }
}
