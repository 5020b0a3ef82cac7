package io.godwit.host;

import io.godwit.cpu.CpuEntitlement;
import io.godwit.cpu.CpuRefusal;
import io.godwit.memory.MachineMemory;
import io.godwit.memory.Reservation;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.HotChange;
import io.godwit.vm.VmSpec;
import io.godwit.vm.Workload;
import java.util.Optional;
import java.util.function.Function;

/// Makes a VM that is here another while it stays: all parts of the change together, or none.
///
/// @param threads of the host
/// @param certain what of a VM's memory, with what its hypervisor takes, is to be kept for certain
record Refit(
        Engine engine,
        int threads,
        GuestMaker guests,
        CpuBoard cpu,
        MachineMemory memory,
        Function<VmSpec, MemorySize> certain) {

    /// Why the VM can't become this, if so; else it is that now, but for the pages of its memory.
    Optional<Refusal> refit(Resident resident, VmSpec to) {
        Optional<Refusal> impossible = impossible(resident, to);
        if (impossible.isPresent()) {
            return impossible;
        }
        CpuEntitlement entitlement;
        try {
            entitlement = HostState.entitlement(to);
        } catch (IllegalQuantity contradiction) {
            return Optional.of(new Refusal.CpuContradiction(contradiction.getMessage()));
        }
        Optional<CpuRefusal> cpuShort = cpu.refusalOfChange(resident.slot(), entitlement);
        if (cpuShort.isPresent()) {
            return cpuShort.map(HostState::inOurWords);
        }
        if (memory.resize(resident.id(), engine.memoryFor(to.memory()), certain.apply(to))
                instanceof Reservation.OutOfMemory(var shortBy)) {
            return Optional.of(new Refusal.MemoryShort(shortBy));
        }
        cpu.change(resident.slot(), entitlement, HostState.loadOf(to));
        resident.become(to);
        return Optional.empty();
    }

    private Optional<Refusal> impossible(Resident resident, VmSpec to) {
        if (to.vcpus() > threads) {
            return Optional.of(new Refusal.TooManyVcpus(to.vcpus(), threads));
        }
        Optional<Refusal> misfit = engine.misfit(to);
        if (misfit.isPresent()) {
            return misfit;
        }
        Optional<String> unfit = to.platform().memory().misfit(to.kind(), to.memory());
        if (unfit.isPresent()) {
            return unfit.map(Refusal.MemoryContradiction::new);
        }
        Optional<String> obstacle = HotChange.obstacle(resident.spec(), to);
        if (obstacle.isPresent()) {
            return obstacle.map(Refusal.NeedsReboot::new);
        }
        long used = resident.memory().usedPages();
        long missing = used - memory.framesOf(to.memory());
        if (missing > 0) {
            MemorySize page = memory.pageSize();
            return Optional.of(new Refusal.MemoryInUse(page.times(used), page.times(missing)));
        }
        try {
            Workload _ = guests.workloads().apply(to); // made for its objections alone
            return Optional.empty();
        } catch (IllegalArgumentException contradiction) {
            return Optional.of(new Refusal.WorkloadUnusable(contradiction.getMessage()));
        }
    }
}
