package io.godwit.lab;

import io.godwit.device.BlockLoad;
import io.godwit.experiment.IllegalSetting;
import io.godwit.experiment.Trial;
import io.godwit.guest.DeviceLoad;
import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.CpuSpec;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.history.Meter;
import io.godwit.host.GuestMaker;
import io.godwit.host.HostMake;
import io.godwit.host.HostSpec;
import io.godwit.host.Images;
import io.godwit.host.Lifecycle;
import io.godwit.host.Workloads;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.LinkQuality;
import io.godwit.rack.Rack;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.vm.CpuShare;
import io.godwit.vm.Platform;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A host on which one guest misbehaves, or fails.
final class IsolationBench {

    private static final HostId HOST = new HostId("h1");
    private static final Duration BEFORE = Duration.ofSeconds(5);
    private static final Duration MEANWHILE = Duration.ofSeconds(5);
    private static final MemorySize MEMORY = MemorySize.ofGibibytes(1);
    private static final VmId RESERVED = new VmId("reserved");
    private static final VmId PLAIN = new VmId("plain");
    private static final VmId ROGUE = new VmId("rogue");
    private static final long CORE = 1_000_000_000L;

    /// Of the CPU of two vCPUs: as much as a busy server wants, with some room.
    private static final int WANTS_PERMILLE = 900;

    private static final EventRate OPERATIONS = EventRate.perSecond(1_000);

    private IsolationBench() {}

    /// @param vcpus of the guest that misbehaves
    record Setting(int cores, int vcpus) {}

    /// What a guest got in a time.
    record Share(double wantsCores, double cores, double wantsOperations, double operations) {

        static final Share NOTHING = new Share(0, 0, 0, 0);

        static Share of(List<Meter> meters) {
            double seconds = meters.stream().mapToLong(Meter::lengthNs).sum() / 1e9;
            if (seconds == 0) {
                return NOTHING;
            }
            double wantedNs =
                    meters.stream().mapToLong(it -> it.cpu().wantedNs()).sum();
            double gotNs = meters.stream().mapToLong(it -> it.cpu().gotNs()).sum();
            double wanted = meters.stream().mapToLong(it -> it.disk().wanted()).sum();
            double got = meters.stream().mapToLong(it -> it.disk().got()).sum();
            return new Share(wantedNs / 1e9 / seconds, gotNs / 1e9 / seconds, wanted / seconds, got / seconds);
        }

        double cpuPercent() {
            return wantsCores == 0 ? 0 : 100 * cores / wantsCores;
        }

        double diskPercent() {
            return wantsOperations == 0 ? 0 : 100 * operations / wantsOperations;
        }
    }

    /// What each got while the one misbehaved.
    ///
    /// @param plain who has reserved nothing
    record Outcome(Misbehaviour deed, Share itself, Share reserved, Share plain) {}

    static Outcome misbehave(Trial trial, Setting setting, Misbehaviour deed) {
        var machine = machine(trial, setting.cores());
        try (var rack = open(trial, machine)) {
            rack.add(HOST, new HostMake(machine, trial.profile("kvm")));
            start(rack, server(RESERVED).with(reserving()));
            start(rack, server(PLAIN));
            start(rack, vm(ROGUE, setting.vcpus(), VmKind.FULL));
            rack.run(BEFORE);
            rack.order(
                    HOST,
                    asker -> new Lifecycle.Misbehave(ROGUE, deed, Optional.empty(), Optional.of(MEANWHILE), asker));
            rack.run(MEANWHILE);
            return new Outcome(deed, share(rack, ROGUE), share(rack, RESERVED), share(rack, PLAIN));
        }
    }

    /// @param panic whether the one that fails takes its kernel along
    /// @return how many ended, the one that failed included
    static int fail(Trial trial, VmKind kind, int guests, boolean panic) {
        var machine = trial.host(MemoryBench.MACHINE);
        String profile =
                switch (kind) {
                    case FULL -> "kvm";
                    case PARA -> "xen";
                    case CONTAINER -> "docker";
                };
        try (var rack = open(trial, machine)) {
            rack.add(HOST, new HostMake(machine, trial.profile(profile)));
            for (int i = 1; i <= guests; i++) {
                start(rack, vm(new VmId("guest-" + i), 1, kind));
            }
            rack.order(HOST, asker -> new Lifecycle.CrashVm(new VmId("guest-1"), panic, asker));
            rack.run(Duration.ofSeconds(1));
            return (int) rack.history().stream()
                    .filter(seen -> seen.event() instanceof GuestEvent.Stopped)
                    .count();
        }
    }

    private static Share share(Rack rack, VmId vm) {
        return Share.of(rack.history().stream()
                .filter(seen -> seen.event() instanceof GuestEvent.Metered metered
                        && metered.vm().equals(vm)
                        && metered.meter().disturbed())
                .map(seen -> ((GuestEvent.Metered) seen.event()).meter())
                .toList());
    }

    private static void start(Rack rack, VmSpec vm) {
        rack.start(HOST, vm).ifPresent(why -> {
            throw new IllegalSetting(vm.id() + " can't start: " + why);
        });
    }

    /// Waits for each of its operations.
    private static VmSpec server(VmId id) {
        var block = new BlockLoad(
                EventRate.perSecond(0), OPERATIONS, MemorySize.ofKibibytes(4), 0, BlockLoad.USUAL_DEPTH, true);
        return vm(id, 2, VmKind.FULL)
                .with(new WorkloadSpec(new CpuSpec.Constant(WANTS_PERMILLE), Optional.empty(), Optional.empty())
                        .with(new DeviceLoad(Optional.of(block), Optional.empty())));
    }

    private static CpuShare reserving() {
        return new CpuShare(CpuShare.DEFAULT_WEIGHT, 2 * CORE, Optional.empty(), Optional.empty());
    }

    private static VmSpec vm(VmId id, int vcpus, VmKind kind) {
        return new VmSpec(
                id,
                id.value(),
                vcpus,
                MEMORY,
                kind,
                CpuShare.byDefault(),
                "blank",
                Rack.ARRAY,
                VmSpec.Care.none(),
                WorkloadSpec.idle(),
                Platform.byDefault());
    }

    private static HostSpec machine(Trial trial, int cores) {
        var like = trial.host(MemoryBench.MACHINE);
        var usual = like.processors();
        var processors = new HostSpec.Processors(
                1, cores, 1, usual.clock(), usual.hardwareAssist(), usual.nestedPaging(), "this lab's");
        return new HostSpec(like.host(), processors, like.memory(), like.nics(), like.disks(), like.power());
    }

    private static Rack open(Trial trial, HostSpec machine) {
        var nic = machine.nics().getFirst();
        return Rack.open(new Rack.Ground(
                trial.seedOf("rack"),
                new GuestMaker(new Images(List.of()), new Workloads(trial.seedOf("guests"), MemoryBench.PAGE)),
                new LinkQuality(nic.latency(), nic.bandwidth()),
                MemoryBench.array(trial).disk()));
    }
}
