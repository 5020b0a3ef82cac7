package io.godwit.host;

import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.identity.VmId;
import io.godwit.memory.AddressSpace;
import io.godwit.memory.MachineMemory;
import io.godwit.memory.MappingMix;
import io.godwit.memory.Mappings;
import io.godwit.memory.Mappings.Cause;
import io.godwit.memory.MemoryAccount;
import io.godwit.memory.pressure.ManagedMemory;
import io.godwit.memory.pressure.Pressure;
import io.godwit.memory.pressure.ScannerFigures;
import io.godwit.memory.pressure.TenantFigures;
import io.godwit.unit.MemorySize;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tells where the frames of a host went, once its guests have settled what they wrote. Pure.
///
/// It looks at each page of guests' files, some nanoseconds each; all else are counters.
final class MemoryInspector {

    private static final int PERMILLE = 1_000;

    private final HostState state;
    private final MachineMemory machine;
    private final Optional<ManagedMemory> managed;
    private final MemorySize page;

    MemoryInspector(HostState state) {
        this.state = state;
        this.machine = state.memory();
        this.managed = state.managed();
        this.page = machine.pageSize();
    }

    HostMemory look() {
        MemoryAccount account = machine.account();
        List<HostMemory.Vm> vms = state.all().stream()
                .map(resident -> vm(resident, account.vmFrames()))
                .toList();
        return new HostMemory(state.host(), frames(account, vms), means(), vms, vms.size());
    }

    private HostMemory.Frames frames(MemoryAccount account, List<HostMemory.Vm> vms) {
        MemorySize overhead = vms.stream().map(HostMemory.Vm::overhead).reduce(MemorySize.ZERO, MemorySize::plus);
        MemorySize ofVms = page.times(sum(account.vmFrames()));
        HostMake make = state.engine().make();
        return new HostMemory.Frames(
                make.machine().memory().size(),
                make.machine().memory().size().minus(make.forGuests()),
                ofVms.minus(overhead),
                overhead,
                page.times(sum(account.imageFrames())),
                page.times(account.cloneFrames()),
                page.times(account.pools().shared()),
                page.times(account.pools().compressed()),
                page.times(account.freeFrames()));
    }

    private HostMemory.Means means() {
        return new HostMemory.Means(
                managed.isPresent(),
                machine.promised(),
                machine.promised().plus(machine.unreserved()),
                machine.certain(),
                managed.map(ManagedMemory::pressure).orElse(Pressure.NONE),
                managed.map(ManagedMemory::swapUsed).orElse(MemorySize.ZERO),
                managed.map(it -> it.management().swap()).orElse(MemorySize.ZERO),
                page.bytes(),
                managed.map(ManagedMemory::scannerFigures).orElse(ScannerFigures.none()),
                managed.map(ManagedMemory::scannerNanoCores).orElse(0L));
    }

    private HostMemory.Vm vm(Resident resident, Map<VmId, Long> vmFrames) {
        Optional<TenantFigures> managedPages = managed.flatMap(it -> it.figures(resident.id()));
        TenantFigures pages = managedPages.orElseGet(() -> unmanaged(resident));
        long frames = vmFrames.getOrDefault(resident.id(), 0L);
        return new HostMemory.Vm(
                resident.id(),
                resident.spec().memory(),
                page.times(pages.own()),
                page.times(Math.max(0, frames - pages.own())),
                page.times(pages.imageShared()),
                page.times(machine.sharedWithClones(resident.id())),
                page.times(pages.shared()),
                page.times(pages.compressed()),
                page.times(pages.swapped()),
                page.times(pages.givenUp()),
                page.times(pages.ballooned()),
                page.times(pages.balloonTarget()),
                page.times(files(resident)),
                (int) Math.round(pages.used() * PERMILLE),
                resident.stallNs(),
                state.mappings().of(resident).map(this::mapped).orElse(HostMemory.Mapped.PAGE_BY_PAGE));
    }

    private HostMemory.Mapped mapped(Mappings mappings) {
        MappingMix mix = mappings.mix();
        return new HostMemory.Mapped(
                page.times(mix.largePages()),
                page.times(mix.hugePages()),
                new HostMemory.Splits(
                        mappings.splits(Cause.SHARING),
                        mappings.splits(Cause.BALLOONING),
                        mappings.splits(Cause.COMPRESSION),
                        mappings.splits(Cause.SWAP),
                        mappings.splits(Cause.LOGGING)));
    }

    /// Nobody moves its pages: all that it wrote is in frames of its own, and is taken to be in use.
    private TenantFigures unmanaged(Resident resident) {
        if (managed.isPresent()) {
            return TenantFigures.none(); // it was stopped for want of memory
        }
        var use = state.usedBy(resident);
        long shared = machine.sharedWithClones(resident.id());
        return TenantFigures.ofUnmanaged(use.privatePages() - shared, shared, use.imagePages());
    }

    private long files(Resident resident) {
        Optional<MemorySpec> load = resident.spec().workload().memory();
        if (load.flatMap(MemorySpec::cache).isEmpty()) {
            return 0;
        }
        long first = machine.framesOf(load.get().workingSet());
        long end = machine.framesOf(load.get().reach());
        return managed.map(it -> it.inFrames(resident.id(), first, end))
                .orElseGet(() -> written(resident.memory(), first, end));
    }

    private static long written(AddressSpace memory, long first, long end) {
        long written = 0;
        for (long number = first; number < end; number++) {
            written += memory.isPrivate(number) ? 1 : 0;
        }
        return written;
    }

    private static long sum(Map<?, Long> frames) {
        return frames.values().stream().mapToLong(Long::longValue).sum();
    }
}
