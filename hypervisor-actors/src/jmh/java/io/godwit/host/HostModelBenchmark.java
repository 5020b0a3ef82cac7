package io.godwit.host;

import io.godwit.device.Disk;
import io.godwit.device.DiskSpec;
import io.godwit.guest.CpuDemand;
import io.godwit.guest.CpuTrace;
import io.godwit.guest.WorkloadSpec;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.time.Seed;
import io.godwit.time.VirtualNode;
import io.godwit.time.VirtualWorld;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.Frequency;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Power;
import io.godwit.unit.Share;
import io.godwit.vm.CpuShare;
import io.godwit.vm.EffectGate;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import io.godwit.vm.Workload;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// How fast the real model of a host is in virtual time, and what an idle VM costs: 100,000 VMs on 5,000 hosts of one
/// node, each with another demand every 300 s, all VMs of a host at the same instants. A round is a demand that was
/// shared out. Beside it, in the same run, the same arithmetic as a bare loop over arrays and a heap.
///
/// Promise: at least 1.0 million rounds a second on one core, at most 2 KB of heap an idle VM.
///
/// Expected from the back of an envelope: three messages a round (woken, demand, grant) of about 150 ns with their
/// cache misses, 100 ns for demand, scheduler and steal, and a twentieth of two timers; so about 1.6 million.
///
/// Last result (2026-11-22, 2 cores of a Xeon shared with other builds, JDK 25, `-XX:+UseParallelGC -Xms2g -Xmx4g
/// -XX:+UseCompactObjectHeaders`), per second of CPU time: 1.46 to 1.78 million rounds, the bare loop 6.6 to 11.6
/// million; 1,623 B an idle VM with an empty ledger. Without the collection before the measurement, which puts the
/// objects of a host side by side, 0.85 to 1.7 million: cache misses are most of the cost.
public final class HostModelBenchmark {

    private static final int HOSTS = 5_000;
    private static final int VMS_PER_HOST = 20;
    private static final int VMS = HOSTS * VMS_PER_HOST;
    private static final int CORES = 8;
    private static final long STEP_NS = CpuTrace.STEP_NS;
    private static final int SAMPLES = 288;
    private static final int WARM_UP_STEPS = 10;
    private static final int STEPS = 20;

    private static final List<CpuTrace> TRACES = traces();

    private HostModelBenchmark() {}

    public static void main(String[] arguments) {
        measureHeap();
        for (int round = 0; round < 2; round++) {
            measureModel();
            measureBareLoop();
        }
    }

    private static void measureHeap() {
        try (VirtualWorld world = new VirtualWorld()) {
            var hypervisors =
                    hosts(world, vm -> new Workload(new CpuDemand.Constant(Share.NONE), 1, Optional.empty(), true));
            world.drainInstant();
            long hostsOnly = usedBytes();
            start(world, hypervisors);
            long perVm = (usedBytes() - hostsOnly) / VMS;
            print("heap of an idle VM: %,d B".formatted(perVm));
        }
    }

    private static void measureModel() {
        try (VirtualWorld world = new VirtualWorld()) {
            var hypervisors = hosts(world, vm -> new Workload(trace(vm.id().hashCode()), 1, Optional.empty(), false));
            start(world, hypervisors);
            System.gc();
            world.runUntil(world.timeline().now() + WARM_UP_STEPS * STEP_NS);
            long cpuBefore = cpuNs();
            long wallBefore = System.nanoTime();
            world.runUntil(world.timeline().now() + STEPS * STEP_NS);
            printRate("host model", (long) STEPS * VMS, cpuNs() - cpuBefore, System.nanoTime() - wallBefore);
        }
    }

    private static List<ActorRef<HypervisorCommand>> hosts(VirtualWorld world, Function<VmSpec, Workload> workloads) {
        VirtualNode node = world.start("n");
        var datastores = new TreeMap<>(Map.of("instant", node.spawn(instantDisk(), "disk")));
        var ports = new HostPorts(
                world.timeline(),
                event -> {},
                EffectGate.open(),
                new GuestMaker(new Images(List.of()), workloads),
                datastores,
                Optional.empty());
        List<ActorRef<HypervisorCommand>> hypervisors = new ArrayList<>();
        for (int host = 0; host < HOSTS; host++) {
            hypervisors.add(node.spawn(Hypervisor.create(new HostId("h" + host), SPEC, ports), "h" + host));
        }
        return hypervisors;
    }

    /// Host by host, evenly over one step.
    private static void start(VirtualWorld world, List<ActorRef<HypervisorCommand>> hypervisors) {
        long startNs = world.timeline().now();
        ActorRef<Lifecycle.Answer> ignored = world.start("asker").spawn(Behaviors.ignore(), "asker");
        for (int host = 0; host < HOSTS; host++) {
            ActorRef<HypervisorCommand> hypervisor = hypervisors.get(host);
            int first = host * VMS_PER_HOST;
            world.at(startNs + STEP_NS / HOSTS * host, () -> {
                for (int vm = first; vm < first + VMS_PER_HOST; vm++) {
                    hypervisor.tell(new Lifecycle.StartVm(vm("vm-" + vm), 1, 1, false, ignored));
                }
            });
        }
        world.runUntil(startNs + STEP_NS - 1);
    }

    private static final HostSpec SPEC = new HostSpec(
            "bench",
            new HostSpec.Processors(1, CORES, 1, Frequency.parse("2GHz"), true, "the benchmark"),
            new HostSpec.Memory(
                    MemorySize.ofGibibytes(64), MemorySize.ZERO, MemorySize.ofKibibytes(4), "the benchmark"),
            List.of(),
            List.of(new DiskSpec(
                    "d", Bandwidth.parse("1GiB/s"), EventRate.parse("1000/s"), Duration.ofMillis(1), "the benchmark")),
            new HostSpec.PowerCurve(List.of(Power.parse("100W"), Power.parse("200W")), "the benchmark"));

    private static VmSpec vm(String name) {
        return new VmSpec(
                new VmId(name),
                "bench",
                1,
                MemorySize.ofGibibytes(1),
                VmKind.FULL,
                CpuShare.byDefault(),
                "blank",
                "instant",
                VmSpec.Care.none(),
                WorkloadSpec.idle());
    }

    private static Behavior<Disk.Command> instantDisk() {
        return Behaviors.receiveMessage(command -> {
            command.replyTo().tell(new Disk.Opened(command.request(), command.vm(), 1, List.of()));
            return Behaviors.same();
        });
    }

    private static CpuTrace trace(int vm) {
        return TRACES.get(Math.floorMod(vm * 31, TRACES.size()));
    }

    private static List<CpuTrace> traces() {
        var random = Seed.of(1).generator();
        List<CpuTrace> traces = new ArrayList<>();
        for (int i = 0; i < 97; i++) {
            traces.add(CpuTrace.parse(
                    "trace-" + i,
                    random.ints(SAMPLES, 0, 101).mapToObj(Integer::toString).toList()));
        }
        return traces;
    }

    /// One timer a VM in a binary heap, one pass over the VMs of a host to share its cores: no messages, no objects.
    private static void measureBareLoop() {
        long[] dueNs = new long[VMS];
        int[] heap = new int[VMS];
        long[] demand = new long[VMS];
        long[] grant = new long[VMS];
        for (int vm = 0; vm < VMS; vm++) {
            dueNs[vm] = STEP_NS / HOSTS * (vm / VMS_PER_HOST);
            heap[vm] = vm;
        }
        long rounds = 0;
        long cpuBefore = cpuNs();
        long wallBefore = System.nanoTime();
        while (rounds < 10L * STEPS * VMS) {
            int vm = heap[0];
            demand[vm] = trace(vm).nanoCoresPerVcpu(dueNs[vm]);
            share(vm - vm % VMS_PER_HOST, demand, grant);
            dueNs[vm] += STEP_NS;
            siftDown(heap, dueNs);
            rounds++;
        }
        printRate("bare loop", rounds, cpuNs() - cpuBefore, System.nanoTime() - wallBefore);
        if (grant[1] < 0) {
            throw new IllegalStateException("never: it keeps the loop from being optimised away");
        }
    }

    private static void share(int first, long[] demand, long[] grant) {
        long total = 0;
        for (int vm = first; vm < first + VMS_PER_HOST; vm++) {
            total += demand[vm];
        }
        long capacity = CORES * 1_000_000_000L;
        for (int vm = first; vm < first + VMS_PER_HOST; vm++) {
            grant[vm] = total <= capacity ? demand[vm] : demand[vm] / 1_000 * (capacity / 1_000) / (total / 1_000_000);
        }
    }

    private static void siftDown(int[] heap, long[] dueNs) {
        int moved = heap[0];
        int at = 0;
        while (2 * at + 1 < VMS) {
            int child = 2 * at + 1;
            if (child + 1 < VMS && dueNs[heap[child + 1]] < dueNs[heap[child]]) {
                child++;
            }
            if (dueNs[moved] <= dueNs[heap[child]]) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = moved;
    }

    private static void printRate(String what, long rounds, long cpuNs, long wallNs) {
        print("%s: %.2f million rounds a second of CPU time, %.2f of wall time"
                .formatted(what, rounds * 1e3 / cpuNs, rounds * 1e3 / wallNs));
    }

    @SuppressWarnings("SystemOut")
    private static void print(String line) {
        System.out.println(line);
    }

    private static long cpuNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
