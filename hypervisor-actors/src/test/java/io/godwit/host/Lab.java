package io.godwit.host;

import io.godwit.device.Disk;
import io.godwit.device.LocalDisk;
import io.godwit.history.Event;
import io.godwit.history.GuestEvent;
import io.godwit.identity.HostId;
import io.godwit.network.VirtualSwitch.Uplink;
import io.godwit.time.VirtualNode;
import io.godwit.time.VirtualWorld;
import io.godwit.unit.MemorySize;
import io.godwit.vm.EffectGate;
import io.godwit.vm.VmSpec;
import io.godwit.vm.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// A virtual world with hosts of one node, and somebody who asks them things.
final class Lab implements AutoCloseable {

    static final HostSpec SMALL = Specs.host(4, MemorySize.ofGibibytes(1));

    final VirtualWorld world = new VirtualWorld();
    final VirtualNode node = world.start("n1");
    final List<Event> history = new ArrayList<>();
    final List<Object> answers = new ArrayList<>();
    final ActorRef<Object> asker = node.spawn(collecting(answers), "asker");
    final TreeMap<String, ActorRef<Disk.Command>> datastores = new TreeMap<>();
    EffectGate gate = EffectGate.open();
    Optional<Uplink> uplink = Optional.empty();
    Function<VmSpec, Workload> workloads = Loads::restless;

    Lab() {
        datastores.put(
                Specs.ARRAY,
                node.spawn(LocalDisk.create(SMALL.disks().getFirst(), world.timeline(), _ -> {}), "array"));
    }

    ActorRef<HypervisorCommand> hypervisor(String name) {
        return hypervisor(name, SMALL);
    }

    ActorRef<HypervisorCommand> hypervisor(String name, HostSpec spec) {
        return node.spawn(Hypervisor.create(new HostId(name), spec, ports()), name);
    }

    HostPorts ports() {
        GuestMaker guests = new GuestMaker(new Images(List.of()), vm -> workloads.apply(vm));
        return new HostPorts(world.timeline(), history::add, vm -> gate.mayAct(vm), guests, datastores, uplink);
    }

    /// Sends, lets this instant and `wait` pass, and answers the last answer.
    Object ask(ActorRef<HypervisorCommand> hypervisor, HypervisorCommand command, Duration wait) {
        hypervisor.tell(command);
        run(wait);
        return answers.isEmpty() ? "no answer" : answers.getLast();
    }

    Object ask(ActorRef<HypervisorCommand> hypervisor, HypervisorCommand command) {
        return ask(hypervisor, command, Duration.ofMillis(1));
    }

    <T> T ask(ActorRef<HypervisorCommand> hypervisor, HypervisorCommand command, Class<T> kind) {
        return kind.cast(ask(hypervisor, command, Duration.ZERO));
    }

    void run(Duration wait) {
        world.runUntil(world.timeline().now() + wait.toNanos());
        if (!world.failures().isEmpty()) {
            throw new AssertionError(
                    world.failures().toString(), world.failures().getFirst().cause());
        }
    }

    <T> ActorRef<T> replyTo() {
        return asker.narrow();
    }

    Object start(ActorRef<HypervisorCommand> hypervisor, VmSpec vm, long epoch) {
        return ask(hypervisor, new Lifecycle.StartVm(vm, epoch, 1, false, replyTo()));
    }

    VmDescription describe(ActorRef<HypervisorCommand> hypervisor, VmSpec vm) {
        return ask(hypervisor, new Lifecycle.DescribeVm(vm.id(), replyTo()), VmDescription.class);
    }

    HostDescription describe(ActorRef<HypervisorCommand> hypervisor) {
        return ask(hypervisor, new Lifecycle.DescribeHost(replyTo()), HostDescription.class);
    }

    long digest(ActorRef<HypervisorCommand> hypervisor, VmSpec vm) {
        return ask(hypervisor, new Transfer.Digest(vm.id(), replyTo()), Transfer.Digested.class)
                .digest();
    }

    List<GuestEvent> guestEvents() {
        return history.stream()
                .filter(GuestEvent.class::isInstance)
                .map(GuestEvent.class::cast)
                .toList();
    }

    static Behavior<Object> collecting(List<Object> into) {
        return Behaviors.receiveMessage(message -> {
            into.add(message);
            return Behaviors.same();
        });
    }

    @Override
    public void close() {
        world.close();
    }
}
