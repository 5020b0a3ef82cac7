package io.godwit.bench;

import static io.godwit.bench.Figure.Bar.promise;
import static io.godwit.bench.Figure.Sense.AT_LEAST;

import io.godwit.cpu.CpuScheduling;
import io.godwit.device.BlockLoad;
import io.godwit.device.PacketLoad;
import io.godwit.guest.DeviceLoad;
import io.godwit.guest.MemoryDirtier;
import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.host.HostMake;
import io.godwit.host.HostSpec;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.time.Seed;
import io.godwit.time.VirtualWorld;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.vm.VmSpec;
import io.godwit.vm.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What each feature costs the model of a host, side by side in one run: rounds of demand a second, and heap a VM. A
/// feature that nobody uses must cost nothing, which is what the first row is for.
final class Features implements Gauge {

    private static final ModelFleet.Size SIZE = new ModelFleet.Size(1_000, 20);
    private static final int WARM_UP_STEPS = 10;
    private static final int STEPS = 100;

    /// A host that counts quanta does so for each slice of each core, and a scanner wakes fifty times a second, whoever
    /// wants it: few hosts and steps are enough. What is beside them has them too, as few hosts stay in caches.
    private static final ModelFleet.Size FEW = new ModelFleet.Size(4, 20);

    private static final int FEW_STEPS = 2;
    private static final int SCANNED_STEPS = 8;
    private static final int SOME_STEPS = 2_000;
    private static final int MANY_STEPS = 10_000;
    private static final int RUNS = 3;
    private static final double ROUNDS_BAR_MILLIONS = 1.0;
    private static final String BULK = "bulk on that disk";

    /// What a round with bulk may cost, in plain rounds.
    private static final double BULK_BAR_ROUNDS = 5;

    /// What one run of a variant gave.
    private record Seen(double rate, double bytes) {}

    /// @param warmUp steps before it is measured
    private record Trial(ModelFleet.Variant variant, ModelFleet.Size size, int warmUp, int steps) {

        static Trial of(ModelFleet.Variant variant) {
            return new Trial(variant, SIZE, WARM_UP_STEPS, STEPS);
        }

        /// @param steps enough for half a second of CPU time: of less, the compiler takes most
        static Trial few(ModelFleet.Variant variant, int steps) {
            return new Trial(variant, FEW, Math.max(1, steps / 4), steps);
        }

        String name() {
            return size.equals(FEW) ? variant.name() + ", few hosts" : variant.name();
        }

        Seen run() {
            try (VirtualWorld world = new VirtualWorld()) {
                var fleet = new ModelFleet(world, size, variant);
                long before = Heap.usedBytes();
                fleet.start();
                fleet.run(warmUp);
                double bytes = (double) (Heap.usedBytes() - before) / size.all();
                var took = Stopwatch.time(() -> fleet.run(steps));
                return new Seen((long) steps * size.all() * 1e3 / took.processNs(), bytes);
            }
        }
    }

    @Override
    public void measure(Sheet sheet) {
        var trials = trials();
        trials.getFirst().run(); // the compiler's work is nobody's cost
        List<List<Seen>> seen =
                trials.stream().<List<Seen>>map(_ -> new ArrayList<>()).toList();
        for (int run = 1; run <= RUNS; run++) {
            for (int i = 0; i < trials.size(); i++) {
                sheet.progress(trials.get(i).name() + ", run " + run + " of " + RUNS);
                seen.get(i).add(trials.get(i).run());
            }
        }
        double plain = rate(seen.getFirst());
        for (int i = 0; i < trials.size(); i++) {
            write(sheet, trials.get(i), seen.get(i), plain);
        }
    }

    private static double rate(List<Seen> runs) {
        return Samples.median(runs.stream().map(Seen::rate).toList());
    }

    private static void write(Sheet sheet, Trial trial, List<Seen> runs, double plain) {
        String name = trial.name();
        double rate = rate(runs);
        boolean first = rate == plain;
        var figure = Figure.of(
                name + ": rounds",
                rate,
                "million/s",
                first ? "as host-model has it" : "%.2f times the first row's, in this run".formatted(rate / plain));
        if (first) {
            sheet.write(figure.against(promise(AT_LEAST, ROUNDS_BAR_MILLIONS)));
        } else if (trial.variant().name().equals(BULK)) {
            sheet.write(figure.against(promise(AT_LEAST, plain / BULK_BAR_ROUNDS)));
        } else {
            sheet.write(figure);
        }
        sheet.write(Figure.of(
                name + ": heap of a VM", runs.getLast().bytes(), "B", "actor, guest, and what the feature keeps"));
    }

    private static List<Trial> trials() {
        return List.of(
                Trial.of(ModelFleet.Variant.plain()),
                Trial.of(writing()),
                Trial.of(exits()),
                Trial.few(writing(), MANY_STEPS),
                Trial.few(ownDisk(), SOME_STEPS),
                Trial.few(bulk(), SOME_STEPS),
                Trial.few(packets(), SOME_STEPS),
                Trial.few(scanned(), SCANNED_STEPS),
                Trial.few(scheduled(CpuScheduling.CREDIT), FEW_STEPS),
                Trial.few(scheduled(CpuScheduling.EEVDF), FEW_STEPS));
    }

    /// Guests that write ten pages a second.
    private static ModelFleet.Variant writing() {
        var plain = ModelFleet.Variant.plain();
        return new ModelFleet.Variant(
                "memory that is written",
                plain.make(),
                plain.vm(),
                vm -> new Workload(
                        ModelFleet.trace(vm.id().hashCode()),
                        vm.vcpus(),
                        Optional.of(new MemoryDirtier(
                                Seed.of(1).child(vm.id().value()), 256, EventRate.parse("10/s"), new Pattern.Random())),
                        false));
    }

    /// Web servers under KVM, whose exits are counted and paid for.
    private static ModelFleet.Variant exits() {
        var plain = ModelFleet.Variant.plain();
        var idle = WorkloadSpec.idle();
        var web = new WorkloadSpec(
                idle.cpu(), idle.memory(), idle.ledger(), Installed.guest("web").activity(), idle.devices());
        return new ModelFleet.Variant(
                "exits of web servers under KVM",
                new HostMake(ModelFleet.HOST, Installed.hypervisor("kvm")),
                vm -> vm.with(web),
                plain.workload());
    }

    /// Guests under KVM on a disk of the host's, which they open one after the other: so each changes its demand at an
    /// instant of its own, and the host shares its CPU out as often as it has guests.
    private static ModelFleet.Variant ownDisk() {
        return onOwnDisk("nothing used, on a disk of the host's under KVM", DeviceLoad.none());
    }

    /// The same guests, who also read a hundred blocks a second from that disk.
    private static ModelFleet.Variant bulk() {
        var reads = new BlockLoad(
                EventRate.parse("100/s"), EventRate.parse("0/s"), MemorySize.ofKibibytes(4), 0, 32, false);
        return onOwnDisk(BULK, new DeviceLoad(Optional.of(reads), Optional.empty()));
    }

    /// The same guests, who also send and get a hundred frames a second by a card of the host's. What passes is told
    /// to the switch each second, 300 times a round.
    private static ModelFleet.Variant packets() {
        var frames =
                new PacketLoad(EventRate.parse("100/s"), EventRate.parse("100/s"), MemorySize.ofKibibytes(1), false);
        var disk = onOwnDisk("bulk on a card", new DeviceLoad(Optional.empty(), Optional.of(frames)));
        var host = ModelFleet.HOST;
        var card = new HostSpec.Nic("n", Bandwidth.parse("10Gbit"), Duration.ofNanos(10_000), "the benchmark");
        var carded =
                new HostSpec(host.host(), host.processors(), host.memory(), List.of(card), host.disks(), host.power());
        return new ModelFleet.Variant(
                disk.name(), new HostMake(carded, disk.make().hypervisor()), disk.vm(), disk.workload());
    }

    private static ModelFleet.Variant onOwnDisk(String name, DeviceLoad load) {
        var plain = ModelFleet.Variant.plain();
        return new ModelFleet.Variant(
                name,
                new HostMake(ModelFleet.HOST, Installed.hypervisor("kvm")),
                vm -> new VmSpec(
                        vm.id(),
                        vm.group(),
                        vm.vcpus(),
                        vm.memory(),
                        vm.kind(),
                        vm.cpu(),
                        vm.image(),
                        VmSpec.LOCAL_DISK,
                        vm.care(),
                        WorkloadSpec.idle().with(load)),
                plain.workload());
    }

    /// Guests that write ten pages a second, on hosts that promise twice what they have and look for equal pages.
    private static ModelFleet.Variant scanned() {
        var written = writing();
        var management = MemoryManagement.of(Installed.memory())
                .overcommitted(2_000)
                .compressing()
                .swapping(MemorySize.ofGibibytes(8))
                .sharing(true);
        return new ModelFleet.Variant(
                "memory that is written and scanned",
                written.make().with(Optional.of(management)),
                written.vm(),
                written.workload());
    }

    private static ModelFleet.Variant scheduled(String scheduler) {
        var plain = ModelFleet.Variant.plain();
        return new ModelFleet.Variant(
                "cores shared by " + scheduler,
                plain.make().with(Installed.scheduling(scheduler)),
                plain.vm(),
                plain.workload());
    }
}
