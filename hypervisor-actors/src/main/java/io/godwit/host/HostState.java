package io.godwit.host;

import io.godwit.cpu.CoreSet;
import io.godwit.cpu.CpuEntitlement;
import io.godwit.cpu.CpuRefusal;
import io.godwit.cpu.CpuTopology;
import io.godwit.cpu.VcpuLoad;
import io.godwit.history.HostEvent;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.image.Image;
import io.godwit.memory.AddressSpace;
import io.godwit.memory.MachineMemory;
import io.godwit.memory.MemoryAccount;
import io.godwit.memory.MemoryUse;
import io.godwit.memory.PageBatch;
import io.godwit.memory.Reservation;
import io.godwit.memory.pressure.ManagedMemory;
import io.godwit.time.Seed;
import io.godwit.unit.Exact;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Burden;
import io.godwit.vm.CpuShare;
import io.godwit.vm.PageWrites;
import io.godwit.vm.VmSpec;
import io.godwit.vm.Workload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a host has and to whom it gave it: the core of the hypervisor. It never promises more than there is.
///
/// Mutable, confined to the hypervisor's actor.
final class HostState {

    private final HostId host;
    private final HostSpec spec;
    private final MemorySize forGuests;
    private final Engine engine;
    private final GuestMaker guests;
    private final SortedSet<String> datastores;
    private final MachineMemory memory;
    private final Optional<ManagedMemory> managed;
    private final CpuBoard cpu;
    private final HostShare own;
    private final DeviceBoard devices;
    private final MappingBoard mappings;
    private final Map<VmId, Resident> residents = new TreeMap<>();
    private final List<Optional<Resident>> bySlot = new ArrayList<>();

    sealed interface Admission {}

    record Admitted(Resident resident) implements Admission {}

    record Refused(Refusal why) implements Admission {}

    HostState(HostId host, HostMake make, GuestMaker guests, Set<String> datastores) {
        this.host = host;
        this.spec = make.machine();
        this.forGuests = make.forGuests();
        this.engine = new Engine(make);
        this.devices = new DeviceBoard(host, engine, spec.nics());
        this.guests = guests;
        this.datastores = new TreeSet<>(datastores);
        this.memory = new MachineMemory(forGuests, spec.memory().page(), make.promised());
        this.managed = make.memory()
                .map(how -> new ManagedMemory(how, memory, spec.disks().getFirst(), engine.overheadFrames()));
        this.mappings = new MappingBoard(engine, memory, managed);
        this.cpu = new CpuBoard(spec.topology(), make.scheduling());
        this.own = new HostShare(
                cpu, spec.topology().cores(), make.hypervisor().os().cpu().of(CpuTopology.CORE));
    }

    HostId host() {
        return host;
    }

    CpuBoard cpu() {
        return cpu;
    }

    Engine engine() {
        return engine;
    }

    /// What guests' bulk gets of their devices.
    DeviceBoard devices() {
        return devices;
    }

    /// How guests' memory is mapped.
    MappingBoard mappings() {
        return mappings;
    }

    /// Notes what a guest wants from now on for its own work, with what its devices want of its vCPUs, and with what
    /// its host's own work for it takes beside them.
    ///
    /// @param wakeAtNs when it wants to be woken
    void ask(Resident resident, long nanoCores, long wakeAtNs, long nowNs) {
        cpu.wakeAt(resident.slot(), wakeAtNs);
        askAgain(resident, nanoCores, nowNs);
    }

    /// As [#ask] where the guest has not changed its mind, but what else it is charged with has.
    void askAgain(Resident resident, long ownNanoCores, long nowNs) {
        Optional<DeviceTenant> tenant = devices.running(resident.slot());
        tenant.ifPresent(it -> it.own(ownNanoCores));
        cpu.ask(resident.slot(), tenant.map(DeviceTenant::demandNanoCores).orElse(ownNanoCores));
        long paced = tenant.map(it -> it.paced(ownNanoCores)).orElse(ownNanoCores);
        workBeside(resident, paced, tenant.map(DeviceTenant::hostNanoCores).orElse(0L), nowNs);
    }

    /// What a guest got for its own work since it was last told, where its host knows only afterwards.
    OptionalLong received(int slot, long nowNs) {
        OptionalLong received = cpu.received(slot, nowNs);
        Optional<DeviceTenant> tenant = devices.running(slot);
        return received.isEmpty() || tenant.isEmpty()
                ? received
                : OptionalLong.of(tenant.get().ownOf(received.getAsLong(), cpu.demandNanoCores(slot)));
    }

    /// The guest's devices give it something else from now on.
    void devicesChanged(DeviceTenant tenant, long nowNs) {
        askAgain(tenant.resident(), tenant.ownNanoCores(), nowNs);
    }

    private void workBeside(Resident resident, long ownNanoCores, long forDevices, long nowNs) {
        Burden burden = resident.burden();
        if (burden.besideBillionths() > 0
                || forDevices > 0
                || devices.known(resident.slot()).isPresent()) {
            long useful = burden.toll().without(ownNanoCores);
            long forEvents = Exact.floorMulDiv(useful, burden.besideBillionths(), CpuTopology.CORE);
            own.work(resident.slot(), Math.addExact(forEvents, forDevices), nowNs);
        }
    }

    /// Gives a VM all the room it may need, or nothing.
    Admission admit(VmSpec vm, Residency phase, long nowNs) {
        Optional<Refusal> refusal = refusal(vm, nowNs);
        if (refusal.isPresent()) {
            return new Refused(refusal.get());
        }
        CpuEntitlement entitlement;
        try {
            entitlement = entitlement(vm);
        } catch (IllegalQuantity contradiction) {
            return new Refused(new Refusal.CpuContradiction(contradiction.getMessage()));
        }
        Optional<CpuRefusal> cpuRefusal = cpu.refusal(entitlement);
        if (cpuRefusal.isPresent()) {
            return new Refused(inOurWords(cpuRefusal.get()));
        }
        if (memory.reserve(vm.id(), engine.memoryFor(vm.memory()), certain(vm))
                instanceof Reservation.OutOfMemory(var shortBy)) {
            return new Refused(new Refusal.MemoryShort(shortBy));
        }
        return new Admitted(settleIn(vm, entitlement, phase, nowNs));
    }

    /// What of its memory nobody takes from a VM, with what its hypervisor takes: where all is promised once, nothing
    /// has to be kept apart.
    private MemorySize certain(VmSpec vm) {
        return managed.isEmpty() ? MemorySize.ZERO : engine.memoryFor(vm.certainMemory());
    }

    /// Makes a VM another while it stays here, or leaves it as it is.
    Optional<Refusal> revise(Resident resident, VmSpec to) {
        VmSpec before = resident.spec();
        Optional<Refusal> refused =
                new Refit(engine, spec.processors().threads(), guests, cpu, memory, this::certain).refit(resident, to);
        if (refused.isPresent()) {
            return refused;
        }
        if (!before.memory().equals(to.memory())) {
            long pages = memory.framesOf(to.memory());
            managed.ifPresentOrElse(it -> it.resize(to.id(), pages, Terms.of(to, memory)), () -> resident.memory()
                    .resize(pages));
            mappings.map(resident);
        } else if (!before.platform().equals(to.platform())) {
            managed.ifPresent(it -> it.stands(to.id(), Terms.of(to, memory)));
        }
        return refused;
    }

    Optional<Resident> find(VmId vm) {
        return Optional.ofNullable(residents.get(vm));
    }

    Resident at(int slot) {
        return bySlot.get(slot).orElseThrow();
    }

    Collection<Resident> all() {
        return Collections.unmodifiableCollection(residents.values());
    }

    /// Takes so much of its CPU from a VM, below its cap if it has one. Its reservation gives way too.
    void throttle(Resident resident, int percent) {
        CpuEntitlement own = entitlement(resident.spec());
        cpu.change(resident.slot(), percent == 0 ? own : own.throttled(percent));
    }

    /// Takes back all that a VM has. What that frees is given to others by the next [CpuBoard#share].
    void remove(Resident resident) {
        residents.remove(resident.id());
        bySlot.set(resident.slot(), Optional.empty());
        managed.ifPresent(it -> it.remove(resident.id()));
        memory.release(resident.id());
        devices.leave(resident.slot());
        mappings.leave(resident.slot());
        cpu.remove(resident.slot());
    }

    /// Takes back what the host did for a VM beside it.
    void idle(Resident resident, long nowNs) {
        own.work(resident.slot(), 0, nowNs);
        own.workToMove(resident.slot(), 0, nowNs);
    }

    /// Empty on a host that gives each VM memory of its own.
    Optional<ManagedMemory> managed() {
        return managed;
    }

    /// The guest's accesses are made, and it has the frames that its pages need now.
    void settle(Resident resident, PageWrites accesses, long nowNs) {
        if (managed.isEmpty()) {
            accesses.applyTo(resident.memory());
            settleFrames(resident);
        } else if (managed.get().has(resident.id())) {
            accesses.applyTo(managed.get().store(resident.id(), nowNs));
        }
    }

    /// What its image puts on its disk.
    long diskBytes(VmSpec vm) {
        return guests.images()
                .guest(vm.image())
                .map(image -> image.disk().size().bytes())
                .orElse(0L);
    }

    /// Pages that come from elsewhere are in the VM's memory, and in frames.
    void write(Resident resident, PageBatch batch, long nowNs) {
        if (managed.isEmpty()) {
            resident.memory().write(batch);
            settleFrames(resident);
        } else if (managed.get().has(resident.id())) {
            managed.get().write(resident.id(), batch, nowNs);
        }
    }

    /// Gives a VM the frames that its pages need now, which may be others than it had.
    void settleFrames(Resident resident) {
        if (managed.isPresent()) {
            Terms.renew(managed.get(), resident, memory, engine.mappingOf(resident.spec()));
            return;
        }
        memory.settle(resident.id(), usedBy(resident).withPrivate(engine.overheadFrames()));
    }

    /// Gives a clone the frames that its pages need: those of its source, where nobody moves pages.
    void settleClone(Resident source, Resident clone) {
        if (managed.isEmpty()) {
            settleFrames(source); // what it had of its own is both's now
        }
        settleFrames(clone);
    }

    /// What a VM's memory asks of frames where nobody moves its pages: all of it where it has large mappings.
    MemoryUse usedBy(Resident resident) {
        return mappings.of(resident).isPresent()
                ? MemoryUse.ofPrivate(resident.memory().pages())
                : resident.memory().use();
    }

    /// Brings up to date what guests' work costs, as their memory is mapped otherwise now.
    ///
    /// @return those for whom it is something else from now on
    List<Resident> renewMappings(long nowNs) {
        return mappings.renew(resident -> portrait().reading(resident, nowNs));
    }

    MachineMemory memory() {
        return memory;
    }

    HostEvent.MemoryCounted countMemory() {
        MemoryAccount account = memory.account();
        return new HostEvent.MemoryCounted(host, account.totalFrames(), account.freeFrames(), account.ownedFrames());
    }

    /// How things are with it, for people and for the fleet.
    HostPortrait portrait() {
        return new HostPortrait(this);
    }

    HostSpec machine() {
        return spec;
    }

    /// What it wants of its own CPU beside its VMs.
    HostShare own() {
        return own;
    }

    MemorySize forGuests() {
        return forGuests;
    }

    private Optional<Refusal> refusal(VmSpec vm, long nowNs) {
        int threads = spec.processors().threads();
        Optional<Image> image = guests.images().named(vm.image());
        Refusal refusal = null;
        if (residents.containsKey(vm.id())) {
            refusal = new Refusal.AlreadyHere();
        } else if (!datastores.contains(vm.disk())) {
            refusal = new Refusal.NoSuchDatastore(vm.disk());
        } else if (image.isEmpty()) {
            refusal = new Refusal.NoSuchImage(vm.image());
        } else if (image.get().spec().pages() > memory.framesOf(vm.memory())) {
            refusal = new Refusal.ImageTooLarge(vm.image());
        } else if (vm.vcpus() > threads) {
            refusal = new Refusal.TooManyVcpus(vm.vcpus(), threads);
        }
        return Optional.ofNullable(refusal)
                .or(() -> workloadRefusal(vm))
                .or(() -> engine.refusal(vm, residents.size(), nowNs));
    }

    private Optional<Refusal> workloadRefusal(VmSpec vm) {
        try {
            Workload _ = guests.workloads().apply(vm); // made for its objections alone
            return Optional.empty();
        } catch (IllegalArgumentException impossible) {
            return Optional.of(new Refusal.WorkloadUnusable(impossible.getMessage()));
        }
    }

    private Resident settleIn(VmSpec vm, CpuEntitlement entitlement, Residency phase, long nowNs) {
        own.ask(nowNs);
        int slot = cpu.add(entitlement, loadOf(vm), nowNs);
        Image image = guests.images().named(vm.image()).orElseThrow();
        AddressSpace pages = AddressSpace.over(image, memory.framesOf(vm.memory()));
        Resident resident = new Resident(vm, slot, pages, engine.burdenOf(vm));
        resident.enter(phase);
        residents.put(vm.id(), resident);
        while (bySlot.size() <= slot) {
            bySlot.add(Optional.empty());
        }
        bySlot.set(slot, Optional.of(resident));
        mappings.map(resident);
        settleFrames(resident);
        renewMappings(nowNs);
        return resident;
    }

    /// How the guest uses its vCPUs: by chance of its own, the same on every host.
    static VcpuLoad loadOf(VmSpec vm) {
        Seed seed = Seed.of(0).child("vcpus").child(vm.id().value());
        return new VcpuLoad(seed, vm.workload().burst(), vm.workload().vcpus(), Optional.empty());
    }

    static CpuEntitlement entitlement(VmSpec vm) {
        CpuShare share = vm.cpu();
        return new CpuEntitlement(
                vm.vcpus(),
                share.weight(),
                share.reservationNanoCores(),
                share.capNanoCores().map(OptionalLong::of).orElse(OptionalLong.empty()),
                share.affinity().map(HostState::cores));
    }

    private static CoreSet cores(SortedSet<Integer> numbers) {
        int[] others = numbers.stream().skip(1).mapToInt(Integer::intValue).toArray();
        return CoreSet.of(numbers.getFirst(), others);
    }

    static Refusal inOurWords(CpuRefusal why) {
        return switch (why) {
            case CpuRefusal.ReservationsTooLarge(var missing) -> new Refusal.CpuShort(missing);
            case CpuRefusal.NoSuchCore(var core, var cores) -> new Refusal.NoSuchCore(core, cores);
            case CpuRefusal.WeightsTooLarge(var excess) -> new Refusal.WeightsTooLarge(excess);
        };
    }
}
