package io.godwit.host;

import io.godwit.device.DevicePath;
import io.godwit.guest.Activity;
import io.godwit.memory.MappingMix;
import io.godwit.memory.MappingSize;
import io.godwit.memory.PageWalk;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Abilities;
import io.godwit.virtualization.Burden;
import io.godwit.virtualization.LifeStep;
import io.godwit.virtualization.Profile;
import io.godwit.virtualization.Reason;
import io.godwit.virtualization.Step;
import io.godwit.vm.DeviceModel;
import io.godwit.vm.Mechanism;
import io.godwit.vm.MemoryMax;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import io.godwit.vm.Workload;
import io.godwit.vm.Workload.Terms;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The hypervisor of one host, as its profile describes it: what it can run, and what that costs.
final class Engine {

    private final HostMake make;
    private final Abilities abilities;
    private final Map<Load, Burden> burdens = new LinkedHashMap<>();
    private long kernelUpAtNs;

    /// What a burden depends on, apart from the host.
    private record Load(Activity activity, Mechanism mechanism) {}

    Engine(HostMake make) {
        this.make = make;
        this.abilities = make.abilities();
    }

    HostMake make() {
        return make;
    }

    Profile profile() {
        return make.hypervisor();
    }

    /// @param vms that are here
    Optional<Refusal> refusal(VmSpec vm, int vms, long nowNs) {
        if (vms >= abilities.vms()) {
            return Optional.of(new Refusal.TooManyVms(profile().hypervisor(), abilities.vms()));
        }
        if (vm.kind() == VmKind.CONTAINER && nowNs < kernelUpAtNs) {
            return Optional.of(new Refusal.KernelRestarting(Duration.ofNanos(kernelUpAtNs - nowNs)));
        }
        return misfit(vm);
    }

    /// Why the hypervisor can't run such a VM, whatever room there is.
    Optional<Refusal> misfit(VmSpec vm) {
        return abilities.misfit(vm).map(Refusal.Misfits::new);
    }

    Mechanism mechanismOf(VmSpec vm) {
        return abilities.mechanismOf(vm);
    }

    /// One instance for all VMs that do the same by the same means.
    Burden burdenOf(VmSpec vm) {
        Activity activity = vm.workload().activity();
        return activity.equals(Activity.none())
                ? Burden.NONE
                : burdens.computeIfAbsent(
                        new Load(activity, mechanismOf(vm)),
                        load -> Burden.of(
                                load.activity(),
                                profile(),
                                load.mechanism(),
                                make.machine().processors().clock()));
    }

    /// By which size a VM's memory is to be mapped: as it asks for, or else as this machine maps those that may be.
    MappingSize mappingOf(VmSpec vm) {
        return vm.platform()
                .memory()
                .mapping()
                .orElse(vm.kind() == VmKind.FULL ? make.machine().memory().mappingSize() : MappingSize.SMALL);
    }

    /// The same, where its memory is mapped like this. Without a large mapping it is what the profile says.
    Burden burdenOf(VmSpec vm, MappingMix mix) {
        PageWalk walk = mechanismOf(vm) == Mechanism.NESTED_PAGING ? PageWalk.TWO_DIMENSIONS : PageWalk.ONE_DIMENSION;
        double part = walk.extra(mix);
        return part == 1 ? burdenOf(vm) : burdenOf(vm).walking(part);
    }

    /// What this host makes of a guest's work.
    Terms termsOf(Resident resident, Workload workload) {
        Optional<MemoryMax> most = memoryMax(resident.spec(), workload);
        return resident.burden() == Burden.NONE && most.isEmpty()
                ? Terms.FREE
                : new Terms(resident.burden().toll(), most);
    }

    /// Only of a container whose working set may exceed the limit of its control group.
    private Optional<MemoryMax> memoryMax(VmSpec vm, Workload workload) {
        Optional<MemorySize> limit = vm.platform().memory().limit();
        if (vm.kind() != VmKind.CONTAINER
                || limit.isEmpty()
                || workload.memory().isEmpty()) {
            return Optional.empty();
        }
        MemorySize page = make.machine().memory().page();
        long most = limit.get().bytes() / page.bytes();
        return vm.workload()
                .memory()
                .map(writes -> writes.workingSet().pages(page))
                .filter(workingSet -> workingSet > most)
                .map(workingSet -> MemoryMax.of(workload.memory().get(), workingSet, most));
    }

    /// What the VM's device costs here: as its file says, with the exits of the mechanism that runs the VM. One that is
    /// imitated in a process takes as long an exit as its file says at least.
    DevicePath deviceOf(VmSpec vm, DevicePath.Use use) {
        DevicePath path = make.devices().named(profile().devices().of(vm, use), use);
        OptionalLong exitNs = exitNs(mechanismOf(vm));
        if (exitNs.isEmpty() || path.exits() == 0) {
            return path;
        }
        DeviceModel model = use == DevicePath.Use.BLOCK
                ? vm.platform().disk().model()
                : vm.platform().network().model();
        long leastNs = model == DeviceModel.EMULATED ? path.exitCost().toNanos() : 0;
        return path.with(Duration.ofNanos(Math.max(leastNs, exitNs.getAsLong())));
    }

    /// What leaving a guest for a device takes of its vCPU: on average of a kick and an interrupt, as far as the
    /// profile says.
    private OptionalLong exitNs(Mechanism mechanism) {
        double ns = 0;
        int paths = 0;
        for (Reason reason : List.of(Reason.IO_KICK, Reason.INTERRUPT)) {
            List<Step> path = profile().path(mechanism, reason);
            paths += path.isEmpty() ? 0 : 1;
            for (Step step : path) {
                ns += step.place().isBeside()
                        ? 0
                        : step.cost().nanosAt(make.machine().processors().clock());
            }
        }
        return paths == 0 ? OptionalLong.empty() : OptionalLong.of(Math.round(ns / paths));
    }

    /// How long a step of a VM's life takes beside what it asks of disks.
    Duration time(LifeStep step, VmSpec vm) {
        return profile().time(step, vm.kind());
    }

    /// What it takes of the host's memory for a VM, with the VM's own.
    MemorySize memoryFor(MemorySize own) {
        return own.plus(abilities.memoryPerVm());
    }

    /// Frames of the host for each VM beside its own.
    long overheadFrames() {
        return Math.ceilDiv(
                abilities.memoryPerVm().bytes(), make.machine().memory().page().bytes());
    }

    /// The kernel that containers share is gone, and starts again.
    void panic(long nowNs) {
        kernelUpAtNs = Math.addExact(nowNs, profile().os().restart().toNanos());
    }
}
