package io.godwit.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// One host's logical CPUs and the vCPUs that share them, exact to each run of each vCPU.
///
/// Time is what it is told: [#advance] lets all happen until then, at a cost that follows from how much happens, not
/// from how often it is called. A VM is a slot from [#add] to [#remove]; slots are given as [FairShare] gives them.
///
/// A guest is threads that work in bursts, see [GuestThreads]; a vCPU loses time by [CacheWarmth], busy siblings of its
/// core, remote memory, ticks and interrupts, and by what [Siblings] do to each other; who runs is up to [CreditQueues]
/// or [EevdfQueues].
public final class QuantumMachine {

    /// More would not fit the arithmetic of [Entitlements].
    public static final int MAX_LOGICAL_CPUS = CpuTopology.MAX_CORES;

    private final Parts parts;
    private final Parts.Clock clock;
    private final Vcpus vcpus;
    private final Tenants vms;
    private final QuantumLoop loop;
    private final Execution execution;
    private final VmShapes shapes;
    private final VcpuTimers timers = new VcpuTimers();
    private int room = 8;
    private @Nullable CpuEntitlement[] entitlements = new @Nullable CpuEntitlement[8];
    private VcpuLoad[] loads = new VcpuLoad[8];
    private long[] demand = new long[8];
    private QuantumFigures[] past = new QuantumFigures[8];

    /// @param startNs when its time begins
    public QuantumMachine(CpuTopology topology, QuantumSettings settings, long startNs) {
        int count = topology.cores() * topology.threadsPerCore();
        if (count > MAX_LOGICAL_CPUS) {
            throw new IllegalArgumentException(
                    "a machine of " + count + " logical CPUs is too large to look at quanta: write at most "
                            + MAX_LOGICAL_CPUS + ", or fair-share");
        }
        LogicalCpus cpus = new LogicalCpus(topology);
        clock = new Parts.Clock(startNs);
        vcpus = new Vcpus();
        vms = new Tenants(cpus);
        parts = new Parts(clock, timers, vcpus, cpus, vms, new Entitlements(cpus));
        loop = new QuantumLoop(settings, parts);
        execution = loop.execution();
        shapes = new VmShapes(settings, parts, execution.caches());
    }

    public long nowNs() {
        return clock.nowNs;
    }

    /// Lets all happen that happens until then. Times must not go back.
    public void advance(long toNs) {
        if (toNs < clock.nowNs) {
            throw new IllegalArgumentException("time went back from " + clock.nowNs + " to " + toNs);
        }
        loop.advance(toNs);
    }

    /// When something happens next; [Long#MAX_VALUE] if nothing will.
    public long nextNs() {
        return loop.nextNs();
    }

    /// The slot of the VM of which a vCPU runs on a logical CPU.
    public OptionalInt vmOn(int cpu) {
        int vcpu = parts.cpus().at(cpu).running;
        return vcpu == Vcpus.NONE ? OptionalInt.empty() : OptionalInt.of(vcpus.vm(vcpu));
    }

    /// How things are with each logical CPU, by number.
    public List<CoreFigures> cores() {
        LogicalCpus cpus = parts.cpus();
        List<List<Integer>> waiting = new ArrayList<>();
        for (int cpu = 0; cpu < cpus.count; cpu++) {
            waiting.add(new ArrayList<>());
        }
        for (int slot = 0; slot < vms.slots(); slot++) {
            for (int vcpu : vms.vcpus(slot)) {
                if (vcpus.state(vcpu) == Vcpus.READY) {
                    waiting.get(vcpus.cpu(vcpu)).add(slot);
                }
            }
        }
        List<CoreFigures> cores = new ArrayList<>();
        for (int cpu = 0; cpu < cpus.count; cpu++) {
            cores.add(new CoreFigures(
                    cpu,
                    cpus.at(cpu).core,
                    cpus.at(cpu).socket,
                    vmOn(cpu),
                    waiting.get(cpu),
                    busyNs(cpu),
                    cpus.at(cpu).waitedNs,
                    cpus.at(cpu).switches,
                    cpus.at(cpu).wakeUps));
        }
        return cores;
    }

    /// The socket where a VM's memory is; empty if it spans several.
    public OptionalInt home(int slot) {
        int home = vms.at(slot).home;
        return home == Tenants.SPANS ? OptionalInt.empty() : OptionalInt.of(home);
    }

    /// How often a CPU has chosen who runs next.
    public long decisions() {
        return loop.decisions();
    }

    /// Why this VM could not be added, if so.
    public Optional<CpuRefusal> refusal(CpuEntitlement vm) {
        return parts.rates().refusal(vm);
    }

    /// Why the VM in the slot could not have this entitlement instead of its own, if so.
    public Optional<CpuRefusal> refusalOfChange(int slot, CpuEntitlement to) {
        return parts.rates().refusalOfChange(slot, to);
    }

    /// Adds a VM that as yet demands nothing.
    ///
    /// @return its slot
    /// @throws IllegalStateException if there is a [#refusal]
    public int add(CpuEntitlement vm, VcpuLoad load) {
        int slot = parts.rates().add(vm);
        if (slot >= demand.length) {
            grow(2 * slot);
        }
        entitlements[slot] = vm;
        loads[slot] = load;
        demand[slot] = 0;
        past[slot] = QuantumFigures.NONE;
        vms.add(slot, load.seed());
        shapes.shape(slot, vm, load, resized(slot, vm.vcpus()));
        loop.queues().wants(slot, 0);
        return slot;
    }

    /// Removes a VM at once.
    public void remove(int slot) {
        demand(slot, 0);
        for (int vcpu : vms.vcpus(slot)) {
            vcpus.remove(vcpu);
        }
        vms.remove(slot);
        parts.rates().remove(slot);
        entitlements[slot] = null;
    }

    /// Gives a VM another entitlement while it runs. With other vCPUs its guest's threads start their bursts anew.
    ///
    /// @throws IllegalStateException if there is a [#refusalOfChange]
    public void change(int slot, CpuEntitlement to) {
        CpuEntitlement from = entitlement(slot);
        parts.rates().change(slot, to);
        entitlements[slot] = to;
        reshape(slot, from.vcpus() != to.vcpus());
    }

    /// Its guest uses its vCPUs in another way from now on, starting bursts anew.
    public void use(int slot, VcpuLoad load) {
        entitlement(slot); // refuses an empty slot
        if (!load.equals(loads[slot])) {
            loads[slot] = load;
            reshape(slot, true);
        }
    }

    /// Notes what all vCPUs of a VM want together from now on. Without demand a guest stops at once.
    public void demand(int slot, long nanoCores) {
        entitlement(slot); // refuses an empty slot
        if (nanoCores < 0) {
            throw new IllegalArgumentException("a demand of " + nanoCores + " nano-cores");
        }
        long before = demand[slot];
        demand[slot] = nanoCores;
        if (nanoCores == before) {
            return;
        }
        if (nanoCores == 0) {
            quiet(slot);
        } else {
            loop.threads().demand(slot, nanoCores, shapes.burstNs(loads[slot]));
            if (before == 0) {
                loop.queues().wants(slot, threads(slot));
                loop.threads().start(slot);
            } else {
                loop.threads().hasten(slot);
            }
        }
    }

    /// What a VM did since it came.
    public QuantumFigures figures(int slot) {
        QuantumFigures sum = past[slot];
        for (int vcpu : vms.vcpus(slot)) {
            sum = sum.plus(figuresOf(vcpu));
        }
        return sum.plus(late(lateNs(slot)));
    }

    /// How long its vCPUs that woke waited since it came.
    public WakeLatency wakes(int slot) {
        return vms.wakes().of(slot);
    }

    /// How many threads of its guest work at once.
    public int threads(int slot) {
        return vms.at(slot).threads;
    }

    /// How long a logical CPU was busy by now.
    public long busyNs(int cpu) {
        return parts.cpus().busyNs(cpu, clock.nowNs);
    }

    public int logicalCpus() {
        return parts.cpus().count;
    }

    Parts parts() {
        return parts;
    }

    QuantumLoop loop() {
        return loop;
    }

    private QuantumFigures figuresOf(int vcpu) {
        Vcpu it = vcpus.at(vcpu);
        long nowNs = clock.nowNs;
        return new QuantumFigures(
                vcpus.totalNs(vcpu, Vcpus.RUNNING, nowNs),
                vcpus.totalNs(vcpu, Vcpus.READY, nowNs),
                vcpus.totalNs(vcpu, Vcpus.WITHHELD, nowNs),
                vcpus.totalNs(vcpu, Vcpus.STOPPED, nowNs),
                vcpus.totalNs(vcpu, Vcpus.BLOCKED, nowNs),
                it.doneNs + (it.hasThread ? execution.workNs(vcpu) : 0),
                it.stalledNs,
                it.spunNs,
                0,
                it.switches,
                it.migrations);
    }

    private long lateNs(int slot) {
        return loop.threads().lateNs(slot, execution);
    }

    private static QuantumFigures late(long ns) {
        return new QuantumFigures(0, 0, 0, 0, 0, 0, 0, 0, ns, 0, 0);
    }

    private void quiet(int slot) {
        vms.at(slot).lateNs = lateNs(slot);
        for (int vcpu : vms.vcpus(slot)) {
            loop.quiet(vcpu);
        }
        vms.at(slot).periodNs = 0;
        loop.queues().wants(slot, 0);
        loop.fillVacant();
    }

    private void reshape(int slot, boolean anew) {
        long wanted = demand[slot];
        if (anew && wanted > 0) {
            demand(slot, 0);
        }
        CpuEntitlement to = entitlement(slot);
        shapes.shape(slot, to, loads[slot], resized(slot, to.vcpus()));
        loop.queues().wants(slot, demand[slot] > 0 ? threads(slot) : 0);
        for (int vcpu : vms.vcpus(slot)) {
            loop.replace(vcpu);
        }
        loop.fillVacant();
        if (anew && wanted > 0) {
            demand(slot, wanted);
        }
    }

    private int[] resized(int slot, int count) {
        int[] ids = vms.vcpus(slot);
        if (ids.length == count) {
            return ids;
        }
        int[] other = Arrays.copyOf(ids, count);
        for (int i = count; i < ids.length; i++) {
            past[slot] = past[slot].plus(figuresOf(ids[i]));
            vcpus.remove(ids[i]);
        }
        for (int i = ids.length; i < count; i++) {
            other[i] = newVcpu(slot);
        }
        return other;
    }

    private int newVcpu(int slot) {
        int vcpu = vcpus.add(slot, clock.nowNs);
        if (vcpus.capacity() > room) {
            room = vcpus.capacity();
            timers.grow(room);
        }
        loop.queues().reset(vcpu);
        return vcpu;
    }

    private CpuEntitlement entitlement(int slot) {
        CpuEntitlement vm = slot < entitlements.length ? entitlements[slot] : null;
        if (vm == null) {
            throw new IllegalArgumentException("no VM in slot " + slot);
        }
        return vm;
    }

    private void grow(int size) {
        entitlements = Arrays.copyOf(entitlements, size);
        loads = Arrays.copyOf(loads, size);
        demand = Arrays.copyOf(demand, size);
        past = Arrays.copyOf(past, size);
    }
}
