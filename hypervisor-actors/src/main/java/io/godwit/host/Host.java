package io.godwit.host;

import io.godwit.identity.HostId;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// A physical machine: with power it has a hypervisor, without it nothing. Losing power loses all that is on it at
/// once: guests, memory, the local disk; nobody on it is asked.
public final class Host {

    public sealed interface Command {}

    /// Nothing happens if it has none.
    public record PowerOff() implements Command {}

    /// Nothing happens if it has power.
    public record PowerOn() implements Command {}

    /// Tells how things are, and each change from then on.
    public record WatchPower(ActorRef<Power> watcher) implements Command {}

    private record HypervisorGone() implements Command {}

    public sealed interface Power {

        HostId host();
    }

    /// @param hypervisor a new one after each loss of power
    public record Powered(HostId host, ActorRef<HypervisorCommand> hypervisor) implements Power {}

    public record Dark(HostId host) implements Power {}

    private final ActorContext<Command> context;
    private final HostId id;
    private final HostMake make;
    private final HostPorts ports;
    private final List<ActorRef<Power>> watchers = new ArrayList<>();
    private int starts;

    private Host(ActorContext<Command> context, HostId id, HostMake make, HostPorts ports) {
        this.context = context;
        this.id = id;
        this.make = make;
        this.ports = ports;
    }

    /// A machine that is powered on.
    public static Behavior<Command> create(HostId id, HostMake make, HostPorts ports) {
        return Behaviors.setup(context -> new Host(context, id, make, ports).powerOn());
    }

    private Behavior<Command> powerOn() {
        starts++;
        ActorRef<HypervisorCommand> hypervisor =
                context.spawn(Hypervisor.create(id, make, ports), "hypervisor-" + starts);
        context.watchWith(hypervisor, new HypervisorGone());
        tellAll(new Powered(id, hypervisor));
        return powered(hypervisor);
    }

    private Behavior<Command> powered(ActorRef<HypervisorCommand> hypervisor) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case PowerOff() -> {
                context.stop(hypervisor);
                tellAll(new Dark(id));
                yield fading(false);
            }
            case PowerOn() -> Behaviors.same();
            case WatchPower(var watcher) -> watch(watcher, new Powered(id, hypervisor));
            case HypervisorGone() -> throw new IllegalStateException("the hypervisor of " + id + " failed");
        });
    }

    /// Nothing of it runs any more, but its actors are not all gone: only then may new ones take their place.
    private Behavior<Command> fading(boolean powerOnNext) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case PowerOff() -> fading(false);
            case PowerOn() -> fading(true);
            case WatchPower(var watcher) -> watch(watcher, new Dark(id));
            case HypervisorGone() -> powerOnNext ? powerOn() : dark();
        });
    }

    private Behavior<Command> dark() {
        return Behaviors.receiveMessage(command -> switch (command) {
            case PowerOff(), HypervisorGone() -> Behaviors.same();
            case PowerOn() -> powerOn();
            case WatchPower(var watcher) -> watch(watcher, new Dark(id));
        });
    }

    private Behavior<Command> watch(ActorRef<Power> watcher, Power now) {
        watchers.add(watcher);
        watcher.tell(now);
        return Behaviors.same();
    }

    private void tellAll(Power change) {
        watchers.forEach(watcher -> watcher.tell(change));
    }
}
