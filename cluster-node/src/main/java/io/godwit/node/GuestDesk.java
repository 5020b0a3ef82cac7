package io.godwit.node;

import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.host.HypervisorCommand;
import io.godwit.host.Lifecycle;
import io.godwit.host.Transfer;
import io.godwit.host.VmDevices;
import io.godwit.host.VmInspection;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.Link;
import io.godwit.migration.Arrival;
import io.godwit.migration.CardRoom;
import io.godwit.migration.Migrations;
import io.godwit.recovery.GuestWire;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// Passes what is asked of single guests to their hypervisors, and the answers back.
final class GuestDesk {

    private static final String WATCH = Transfer.WatchWrites.class.getSimpleName();

    sealed interface Command {}

    private record Came(Delivery delivery) implements Command {}

    private record Answered(Lifecycle.Answer answer) implements Command {}

    private record Audited(Lifecycle.DiskAudited answer) implements Command {}

    private record Seen(Transfer.Answer answer) implements Command {}

    private record WayOut(CardRoom room) implements Command {}

    private record Tried(Arrival arrival) implements Command {}

    private record Turn(WriteWatches.Turn turn) implements Command {}

    private record Asked(Endpoint who, long request) {}

    private final Link link;
    private final Function<HostId, Optional<ActorRef<HypervisorCommand>>> hypervisors;
    private final ActorRef<Lifecycle.Answer> answers;
    private final ActorRef<Lifecycle.DiskAudited> auditor;

    /// By VM and kind of question, the oldest first: a hypervisor answers in the order in which it was asked.
    private final Map<VmId, Queue<Asked>> inspections = new TreeMap<>();

    private final Map<VmId, Queue<Asked>> devices = new TreeMap<>();

    private final Map<VmId, Queue<Asked>> crashes = new TreeMap<>();

    private final Map<VmId, Queue<Asked>> conducts = new TreeMap<>();

    private final Map<VmId, Queue<Asked>> audits = new TreeMap<>();

    private GuestDesk(
            Link link,
            Function<HostId, Optional<ActorRef<HypervisorCommand>>> hypervisors,
            ActorRef<Lifecycle.Answer> answers,
            ActorRef<Lifecycle.DiskAudited> auditor) {
        this.link = link;
        this.hypervisors = hypervisors;
        this.answers = answers;
        this.auditor = auditor;
    }

    /// @param hypervisors of the hosts of this node that have power
    static Behavior<Command> create(
            Link link,
            Function<HostId, Optional<ActorRef<HypervisorCommand>>> hypervisors,
            ActorRef<Migrations.Command> migrations) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            link.register(GuestWire.SERVICE, context.messageAdapter(Delivery.class, Came::new));
            var desk = new GuestDesk(
                    link,
                    hypervisors,
                    context.messageAdapter(Lifecycle.Answer.class, Answered::new),
                    context.messageAdapter(Lifecycle.DiskAudited.class, Audited::new));
            var arrivals = new ArrivalDesk(link, migrations, context.messageAdapter(Arrival.class, Tried::new));
            var watches = new WriteWatches(
                    link,
                    new WriteWatches.Ends(
                            hypervisors,
                            context.messageAdapter(Transfer.Answer.class, Seen::new),
                            migrations,
                            context.messageAdapter(CardRoom.class, WayOut::new)),
                    (turn, after) -> timers.startSingleTimer(turn, new Turn(turn), after));
            return hearing(desk, watches, arrivals);
        }));
    }

    private static Behavior<Command> hearing(GuestDesk desk, WriteWatches watches, ArrivalDesk arrivals) {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Came(var delivery)
                when delivery.message() instanceof GuestWire.WatchWrites question ->
                    watches.ask(delivery.from(), question);
                case Came(var delivery)
                when delivery.message() instanceof GuestWire.TryArrival question ->
                    arrivals.ask(delivery.from(), question);
                case Came(var delivery)
                when delivery.message() instanceof GuestWire.ArrivalTried(var number, var arrival) ->
                    watches.arrival(number, arrival);
                case WayOut(var room) -> watches.out(room);
                case Tried(var arrival) -> arrivals.tried(arrival);
                case Turn(var turn) -> watches.turn(turn);
                case Seen(Transfer.WritesSeen seen) -> watches.seen(seen);
                // a refusal is an answer of both kinds, and comes by either adapter, whatever was asked
                case Seen(Lifecycle.Illegal illegal)
                when illegal.command().equals(WATCH) -> watches.fail(illegal.vm(), illegal.phase());
                case Seen(Lifecycle.Illegal illegal) -> desk.answered(illegal);
                case Seen(var answer) -> throw new IllegalStateException("nobody asked for " + answer);
                case Came(var delivery) -> desk.came(delivery);
                case Answered(Lifecycle.Illegal illegal)
                when illegal.command().equals(WATCH) -> watches.fail(illegal.vm(), illegal.phase());
                case Answered(var answer) -> desk.answered(answer);
                case Audited(Lifecycle.DiskAudited(var vm, var _, var held)) ->
                    desk.settle(vm, desk.audits, request -> new GuestWire.DiskAudited(request, vm, held));
            }
            return Behaviors.same();
        });
    }

    private void came(Delivery delivery) {
        switch (delivery.message()) {
            case GuestWire.Inspect(var request, var host, var vm) -> {
                var asked = new Asked(delivery.from(), request);
                ask(host, asked, inspections, new Lifecycle.InspectVm(vm, answers));
            }
            case GuestWire.InspectDevices(var request, var host, var vm) -> {
                var asked = new Asked(delivery.from(), request);
                ask(host, asked, devices, new Lifecycle.DescribeDevices(vm, answers));
            }
            case GuestWire.Crash(var request, var host, var vm, var panic) -> {
                var asked = new Asked(delivery.from(), request);
                ask(host, asked, crashes, new Lifecycle.CrashVm(vm, panic, answers));
            }
            case GuestWire.AuditDisk(var request, var host, var vm) ->
                hypervisors.apply(host).ifPresent(hypervisor -> {
                    audits.computeIfAbsent(vm, _ -> new ArrayDeque<>()).add(new Asked(delivery.from(), request));
                    hypervisor.tell(new Lifecycle.AuditDisk(vm, auditor));
                });
            case GuestWire.Misbehave misbehave -> misbehave(delivery, misbehave);
            case GuestWire.Behave(var request, var host, var vm, var how) -> {
                var asked = new Asked(delivery.from(), request);
                ask(host, asked, conducts, new Lifecycle.Behave(vm, how, answers));
            }
            default -> {} // nothing else is said to this service
        }
    }

    private void misbehave(Delivery delivery, GuestWire.Misbehave it) {
        var asked = new Asked(delivery.from(), it.request());
        if (it.how().isFailure()) {
            boolean panic = it.how() == Misbehaviour.PANIC;
            ask(it.host(), asked, crashes, new Lifecycle.CrashVm(it.vm(), panic, answers));
        } else {
            ask(it.host(), asked, conducts, new Lifecycle.Misbehave(it.vm(), it.how(), it.as(), it.lasting(), answers));
        }
    }

    private void ask(HostId host, Asked asked, Map<VmId, Queue<Asked>> waiting, Lifecycle.VmCommand question) {
        VmId vm = question.vm();
        Optional<ActorRef<HypervisorCommand>> hypervisor = hypervisors.apply(host);
        if (hypervisor.isEmpty()) {
            reply(asked, new GuestWire.NotThere(asked.request(), vm, "without power"));
        } else {
            waiting.computeIfAbsent(vm, _ -> new ArrayDeque<>()).add(asked);
            hypervisor.get().tell(question);
        }
    }

    private void answered(Lifecycle.Answer answer) {
        VmId vm = answer.vm();
        switch (answer) {
            case VmInspection inspection ->
                settle(vm, inspections, request -> new GuestWire.Inspected(request, inspection));
            case VmDevices of -> settle(vm, devices, request -> new GuestWire.DevicesInspected(request, of));
            case Lifecycle.Stopped _ -> settle(vm, crashes, request -> new GuestWire.Crashed(request, vm));
            case Lifecycle.Illegal(var _, var command, var phase) ->
                settle(vm, waitingFor(command), request -> new GuestWire.NotThere(request, vm, phase));
            case Lifecycle.Misbehaves(var _, var how) ->
                settle(vm, conducts, request -> new GuestWire.Misbehaves(request, vm, how));
            case Lifecycle.Behaves(var _, var how) ->
                settle(vm, conducts, request -> new GuestWire.Behaves(request, vm, how));
            default -> throw new IllegalStateException("nobody asked for " + answer);
        }
    }

    private Map<VmId, Queue<Asked>> waitingFor(String command) {
        return switch (command) {
            case "CrashVm" -> crashes;
            case "DescribeDevices" -> devices;
            case "Misbehave", "Behave" -> conducts;
            default -> inspections;
        };
    }

    private void settle(VmId vm, Map<VmId, Queue<Asked>> waiting, Function<Long, GuestWire> answer) {
        Queue<Asked> asked = waiting.get(vm);
        if (asked != null && !asked.isEmpty()) {
            Asked first = asked.remove();
            reply(first, answer.apply(first.request()));
        }
    }

    private void reply(Asked asked, GuestWire answer) {
        link.send(GuestWire.SERVICE, asked.who(), answer);
    }
}
