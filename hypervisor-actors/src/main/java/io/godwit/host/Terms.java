package io.godwit.host;

import io.godwit.guest.WorkloadSpec.FileCache;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.memory.MachineMemory;
import io.godwit.memory.MappingSize;
import io.godwit.memory.pressure.ManagedMemory;
import io.godwit.memory.pressure.MemoryTerms;
import io.godwit.memory.pressure.TenantFigures;
import io.godwit.unit.MemorySize;
import io.godwit.vm.DeviceModel;
import io.godwit.vm.MemoryPolicy;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.util.Optional;

/// What a VM's spec means for its memory on a host that manages it.
final class Terms {

    /// A balloon leaves a guest this part of its memory, unless its policy says otherwise. Ours.
    private static final long LEAST_PART = 4;

    private Terms() {}

    static MemoryTerms of(VmSpec vm, MachineMemory machine) {
        MemoryPolicy policy = vm.platform().memory();
        long pages = machine.framesOf(vm.memory());
        long certain = machine.framesOf(vm.certainMemory());
        long limit = policy.limit().map(machine::framesOf).orElse(pages);
        Optional<MemorySpec> load = vm.workload().memory();
        long files = load.flatMap(MemorySpec::cache)
                .map(FileCache::size)
                .map(machine::framesOf)
                .orElse(0L);
        return new MemoryTerms(
                policy.shares(),
                certain,
                Math.max(Math.min(limit, pages), Math.max(1, certain)),
                minimum(vm, policy, pages, machine),
                isPinned(vm),
                load.map(MemorySpec::workingSet).map(machine::framesOf).orElse(0L),
                files);
    }

    /// The VM is there anew, with the memory that it has now.
    ///
    /// @param asked by which size it is to be mapped
    static void renew(ManagedMemory managed, Resident resident, MachineMemory machine, MappingSize asked) {
        managed.remove(resident.id());
        MemoryTerms terms = of(resident.spec(), machine);
        long pages = resident.memory().pages();
        managed.add(resident.id(), resident.memory(), terms, managed.mappings(pages, terms, asked));
    }

    static VmDescription.MemoryPlace places(TenantFigures figures, MemorySize page, long stallNs) {
        return new VmDescription.MemoryPlace(
                page.times(figures.own()),
                page.times(figures.imageShared()),
                page.times(figures.shared()),
                page.times(figures.compressed()),
                page.times(figures.swapped()),
                page.times(figures.givenUp()),
                page.times(figures.ballooned()),
                stallNs);
    }

    /// A container has no driver that could inflate a balloon: its host takes pages by itself.
    private static long minimum(VmSpec vm, MemoryPolicy policy, long pages, MachineMemory machine) {
        if (vm.kind() == VmKind.CONTAINER) {
            return pages;
        }
        return policy.balloonMinimum()
                .map(machine::framesOf)
                .map(asked -> Math.min(asked, pages))
                .orElse(Math.ceilDiv(pages, LEAST_PART));
    }

    private static boolean isPinned(VmSpec vm) {
        return vm.platform().disk().model() == DeviceModel.PASSTHROUGH
                || vm.platform().network().model() == DeviceModel.PASSTHROUGH;
    }
}
