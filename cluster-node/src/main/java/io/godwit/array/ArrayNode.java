package io.godwit.array;

import io.godwit.array.ArrayState.Decision;
import io.godwit.device.ClaimBook;
import io.godwit.device.DiskQueue;
import io.godwit.device.ShareNotes;
import io.godwit.history.DeviceEvent;
import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// A storage array: service [ArrayWire#SERVICE] of its node. [ArrayState] decides, [LogWriter] waits for the disk, and
/// this actor answers, in the order of the decisions, when they are durable and the emulated disk would be done.
///
/// An array whose disk is damaged or fails says so in the log and stops; it never answers from what it may have lost.
public final class ArrayNode {

    public sealed interface Command {}

    private record Received(Delivery delivery) implements Command {}

    /// The emulated disk is done with the group under way.
    private record Completed() implements Command {}

    private record FromDisk(LogWriter.Answer answer) implements Command {}

    /// A decision and whom to tell.
    private record Pending(Endpoint asker, Decision decision) {}

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final ArraySetup setup;
    private final ActorRef<LogWriter.Command> disk;
    private final DiskQueue queue;
    private final ClaimBook<Endpoint> claims;
    private final ShareNotes notes = new ShareNotes();
    private final ArrayState state;
    private final GroupCommit<Pending> commit = new GroupCommit<>();
    private boolean logIsLong;

    private ArrayNode(ActorContext<Command> context, TimerScheduler<Command> timers, ArraySetup setup) {
        this.context = context;
        this.timers = timers;
        this.setup = setup;
        this.queue = new DiskQueue(setup.settings().disk());
        this.claims = ClaimBook.shared(setup.settings().disk(), queue);
        this.state = new ArrayState(setup.name());
        var answers = context.messageAdapter(LogWriter.Answer.class, FromDisk::new);
        long limitBytes = setup.settings().log().bytes();
        this.disk = context.spawn(
                LogWriter.create(setup.device(), limitBytes, answers), "log", DispatcherSelector.blocking());
        context.watchWith(disk, new FromDisk(new LogWriter.Failed("nobody writes its log any more")));
    }

    public static Behavior<Command> create(ArraySetup setup) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new ArrayNode(context, timers, setup).serving()));
    }

    private Behavior<Command> serving() {
        return Behaviors.receive(Command.class)
                .onAnyMessage(this::on)
                .onSignal(PostStop.class, stopped -> {
                    setup.link().unregister(ArrayWire.SERVICE);
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Command> on(Command command) {
        return switch (command) {
            case Received(Delivery(Endpoint asker, ArrayWire.Request request)) -> onRequest(asker, request);
            case Received(Delivery(Endpoint from, var other)) -> {
                context.getLog().warn("Array {} is no place for {} of {}", setup.name(), other, from);
                yield Behaviors.same();
            }
            case Completed() -> {
                disk.tell(new LogWriter.Force());
                yield Behaviors.same();
            }
            case FromDisk(var answer) -> onDisk(answer);
        };
    }

    private Behavior<Command> onRequest(Endpoint asker, ArrayWire.Request request) {
        tell(claims.forgetOld(setup.timeline().now()));
        if (request instanceof ArrayWire.Claim claim) {
            onClaim(asker, claim);
            return Behaviors.same();
        }
        long completedNs = queue.completedAtNs(setup.timeline().now(), state.bytes(request));
        commit.add(new Pending(asker, state.decide(request)), completedNs);
        beginIfDue();
        return Behaviors.same();
    }

    /// Claims are of the moment: what is granted is told at once, and forgotten with the process.
    private void onClaim(Endpoint asker, ArrayWire.Claim claim) {
        long floor = state.floor(claim.vm());
        if (claim.epoch() < floor) {
            var refused = new ArrayWire.ClaimRefused(claim.request(), claim.vm(), claim.epoch(), floor);
            setup.link().send(ArrayWire.SERVICE, asker, refused);
            return;
        }
        var asked = new ClaimBook.Asked<>(claim.request(), claim.vm(), claim.epoch(), claim.bulk(), asker);
        long nowNs = setup.timeline().now();
        tell(claims.claim(asked, nowNs));
        notes.of(claims.portions(), nowNs)
                .ifPresent(portions -> setup.recorder().record(new DeviceEvent.Shared(setup.name(), portions)));
    }

    private void tell(List<ClaimBook.Told<Endpoint>> grants) {
        grants.forEach(told -> setup.link()
                .send(
                        ArrayWire.SERVICE,
                        told.who(),
                        new ArrayWire.Granted(told.request(), told.vm(), told.epoch(), told.grant())));
    }

    private Behavior<Command> onDisk(LogWriter.Answer answer) {
        return switch (answer) {
            case LogWriter.Recovered(var entries, var tornBytes) -> {
                context.getLog().info("Array {}: {} entries, {} torn bytes", setup.name(), entries.size(), tornBytes);
                state.restore(entries);
                setup.link().register(ArrayWire.SERVICE, context.messageAdapter(Delivery.class, Received::new));
                yield Behaviors.same();
            }
            case LogWriter.Forced(var isLong) -> {
                commit.done().forEach(this::tell);
                logIsLong = isLong;
                beginIfDue();
                yield Behaviors.same();
            }
            case LogWriter.Failed(var why) -> {
                context.getLog().error("Array {} stops: {}", setup.name(), why);
                yield Behaviors.stopped();
            }
        };
    }

    /// Sends the next group on its way. A summary, which has the group's entries in it, takes the place of a long log.
    private void beginIfDue() {
        if (!commit.isDue()) {
            return;
        }
        GroupCommit.Group<Pending> group = commit.begin();
        disk.tell(
                logIsLong
                        ? new LogWriter.ReplaceAll(state.summaries())
                        : new LogWriter.Append(entries(group.members())));
        long waitNs = Math.max(0, group.dueNs() - setup.timeline().now());
        timers.startSingleTimer(new Completed(), Duration.ofNanos(waitNs));
    }

    private static List<ArrayEntry> entries(List<Pending> group) {
        return group.stream()
                .map(pending -> pending.decision().entry())
                .flatMap(Optional::stream)
                .toList();
    }

    private void tell(Pending pending) {
        pending.decision().event().ifPresent(setup.recorder()::record);
        setup.link().send(ArrayWire.SERVICE, pending.asker(), pending.decision().answer());
    }
}
