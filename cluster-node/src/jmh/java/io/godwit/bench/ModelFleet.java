package io.godwit.bench;

import io.godwit.device.Disk;
import io.godwit.device.DiskSpec;
import io.godwit.guest.CpuDemand;
import io.godwit.guest.CpuTrace;
import io.godwit.guest.WorkloadSpec;
import io.godwit.host.GuestMaker;
import io.godwit.host.HostMake;
import io.godwit.host.HostPorts;
import io.godwit.host.HostSpec;
import io.godwit.host.Hypervisor;
import io.godwit.host.HypervisorCommand;
import io.godwit.host.Images;
import io.godwit.host.Lifecycle;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// Many hosts of one node in virtual time, all alike, with VMs that are all alike; no fleet, no invariants. A VM
/// changes its demand at each step of a trace, all VMs of a host at the same instant, hosts spread over the step.
final class ModelFleet {

    static final int CORES = 8;
    static final long STEP_NS = CpuTrace.STEP_NS;

    private static final int SAMPLES = 288;
    private static final List<CpuTrace> TRACES = traces();

    static final HostSpec HOST = new HostSpec(
            "bench",
            new HostSpec.Processors(1, CORES, 1, Frequency.parse("2GHz"), true, "the benchmark"),
            new HostSpec.Memory(
                    MemorySize.ofGibibytes(64), MemorySize.ZERO, MemorySize.ofKibibytes(4), "the benchmark"),
            List.of(),
            List.of(new DiskSpec(
                    "d", Bandwidth.parse("1GiB/s"), EventRate.parse("1000/s"), Duration.ofMillis(1), "the benchmark")),
            new HostSpec.PowerCurve(List.of(Power.parse("100W"), Power.parse("200W")), "the benchmark"));

    /// What its hosts and VMs are.
    ///
    /// @param vm makes a VM of a plain one
    record Variant(String name, HostMake make, UnaryOperator<VmSpec> vm, Function<VmSpec, Workload> workload) {

        /// VMs that want nothing, with a ledger that nobody writes.
        static Variant idle() {
            return new Variant(
                    "idle",
                    HostMake.bare(HOST),
                    vm -> vm,
                    vm -> new Workload(new CpuDemand.Constant(Share.NONE), vm.vcpus(), Optional.empty(), true));
        }

        /// VMs that use no feature.
        static Variant plain() {
            return new Variant(
                    "nothing used",
                    HostMake.bare(HOST),
                    vm -> vm,
                    vm -> new Workload(trace(vm.id().hashCode()), vm.vcpus(), Optional.empty(), false));
        }
    }

    /// @param hosts of one node
    /// @param vms of each host
    record Size(int hosts, int vms) {

        int all() {
            return hosts * vms;
        }
    }

    private final VirtualWorld world;
    private final Size size;
    private final Variant variant;
    private final List<ActorRef<HypervisorCommand>> hypervisors = new ArrayList<>();

    /// The hosts, without VMs.
    ModelFleet(VirtualWorld world, Size size, Variant variant) {
        this.world = world;
        this.size = size;
        this.variant = variant;
        VirtualNode node = world.start("n");
        var datastores = new TreeMap<>(Map.of("instant", node.spawn(instantDisk(), "disk")));
        var ports = new HostPorts(
                world.timeline(),
                event -> {},
                EffectGate.open(),
                new GuestMaker(new Images(List.of()), variant.workload()),
                datastores,
                Optional.empty());
        for (int host = 0; host < size.hosts(); host++) {
            hypervisors.add(node.spawn(Hypervisor.create(new HostId("h" + host), variant.make(), ports), "h" + host));
        }
        world.drainInstant();
    }

    /// Starts all VMs, host by host, evenly over one step.
    void start() {
        long startNs = world.timeline().now();
        ActorRef<Lifecycle.Answer> ignored = world.start("asker").spawn(Behaviors.ignore(), "asker");
        for (int host = 0; host < size.hosts(); host++) {
            ActorRef<HypervisorCommand> hypervisor = hypervisors.get(host);
            int first = host * size.vms();
            world.at(startNs + STEP_NS / size.hosts() * host, () -> {
                for (int vm = first; vm < first + size.vms(); vm++) {
                    hypervisor.tell(new Lifecycle.StartVm(variant.vm().apply(vm("vm-" + vm)), 1, 1, false, ignored));
                }
            });
        }
        world.runUntil(startNs + STEP_NS - 1);
    }

    /// Lets so many steps pass.
    void run(int steps) {
        world.runUntil(world.timeline().now() + steps * STEP_NS);
    }

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

    static CpuTrace trace(int vm) {
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
}
