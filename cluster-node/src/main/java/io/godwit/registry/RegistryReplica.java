package io.godwit.registry;

import io.godwit.link.Delivery;
import io.godwit.link.Endpoint;
import io.godwit.link.NodeId;
import io.godwit.registry.consensus.Voter;
import io.godwit.registry.consensus.VoterLog;
import io.microraft.executor.RaftNodeExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// A voter's replica of the registry: service [RegistryWire#SERVICE] of its node.
///
/// ```
/// start ─┬─ the disk has a log ─────────────────────────────── voting
///        ├─ it is empty, and so are all others ─── found ───── voting
///        ├─ it is empty, and another one's is not ─ readmitted ─ voting (as another voter)
///        └─ it is damaged ──────────────────────────────────── out
/// voting ── the disk fails ─────────────────────────────────── out
/// ```
public final class RegistryReplica {

    public sealed interface Command {}

    /// Tells this actor, on the same node, of this voter's leadership from now on.
    public record Subscribe(ActorRef<Leadership> subscriber) implements Command {}

    private record Received(Delivery delivery) implements Command {}

    private record Run(Runnable task) implements Command {}

    private record AskAround() implements Command {}

    /// How often a voter that waits for the others asks again.
    private static final Duration ASK_AROUND = Duration.ofSeconds(1);

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final ReplicaSetup setup;
    private final List<ActorRef<Leadership>> subscribers = new ArrayList<>();
    private long timerNumber;

    private RegistryReplica(ActorContext<Command> context, TimerScheduler<Command> timers, ReplicaSetup setup) {
        this.context = context;
        this.timers = timers;
        this.setup = setup;
    }

    /// A real disk makes it wait for its writes, so it wants a dispatcher of its own.
    public static Behavior<Command> create(ReplicaSetup setup) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            RegistryReplica replica = new RegistryReplica(context, timers, setup);
            setup.link().register(RegistryWire.SERVICE, context.messageAdapter(Delivery.class, Received::new));
            return replica.starting();
        }));
    }

    private Behavior<Command> starting() {
        try {
            VoterLog log = VoterLog.open(setup.device(), new Voter(setup.self(), 1), setup.founders());
            if (log.isMember() || setup.voters().size() == 1) {
                return vote(log);
            }
            timers.startTimerWithFixedDelay(new AskAround(), Duration.ZERO, ASK_AROUND);
            return gathering(new Founding(setup.self(), setup.voters()), log);
        } catch (IOException e) {
            return out(e.getMessage());
        }
    }

    private Behavior<Command> gathering(Founding founding, VoterLog log) {
        return Behaviors.receiveMessage(command -> switch (command) {
            case AskAround _ -> askAround(founding);
            case Received(Delivery(Endpoint from, RegistryWire.Introduced introduced)) -> {
                founding.heard(introduced.self(), introduced.fresh());
                boolean allFresh = founding.finding() instanceof Founding.Finding.AllFresh;
                yield allFresh ? vote(log) : Behaviors.same();
            }
            case Received(Delivery(Endpoint from, RegistryWire.Readmitted admitted))
            when admitted.boot().equals(setup.boot()) -> readmitted(admitted);
            case Received(Delivery(Endpoint from, RegistryWire other)) -> answerIdle(from, other, true);
            default -> onSubscribe(command);
        });
    }

    private Behavior<Command> askAround(Founding founding) {
        RegistryWire question =
                switch (founding.finding()) {
                    case Founding.Finding.DiskLost(NodeId witness) -> {
                        context.getLog()
                                .warn(
                                        "Voter {} lost its disk: {} remembers more. It comes back as another voter.",
                                        setup.self(),
                                        witness);
                        yield new RegistryWire.Readmit(setup.boot());
                    }
                    case Founding.Finding.StillSilent(var voters) -> {
                        context.getLog().info("Voter {} has an empty disk and waits for {}", setup.self(), voters);
                        yield new RegistryWire.Introduce();
                    }
                    case Founding.Finding.AllFresh() -> new RegistryWire.Introduce();
                };
        founding.others().forEach(other -> send(new Endpoint(other, RegistryWire.SERVICE), question));
        return Behaviors.same();
    }

    private Behavior<Command> readmitted(RegistryWire.Readmitted admitted) {
        try {
            return vote(VoterLog.open(setup.device(), admitted.self(), admitted.founders()));
        } catch (IOException e) {
            return out(e.getMessage());
        }
    }

    private Behavior<Command> vote(VoterLog log) {
        timers.cancel(new AskAround());
        Ballot ballot = new Ballot(setup, log, new WithinThisActor(), this::publish);
        ballot.start();
        return afterwards(ballot, voting(ballot));
    }

    private Behavior<Command> voting(Ballot ballot) {
        return Behaviors.receiveMessage(command -> {
            switch (command) {
                case Run(Runnable task) -> task.run();
                case Received(Delivery(Endpoint from, RegistryWire message)) -> onMessage(ballot, from, message);
                case Subscribe(ActorRef<Leadership> subscriber) -> {
                    subscribers.add(subscriber);
                    ballot.leadership().ifPresent(subscriber::tell);
                }
                case Received _, AskAround _ -> {}
            }
            return afterwards(ballot, Behaviors.same());
        });
    }

    private void onMessage(Ballot ballot, Endpoint from, RegistryWire message) {
        switch (message) {
            case RegistryWire.Consensus(var packet) -> ballot.receive(packet);
            case RegistryWire.Submit submit -> ballot.submit(from, submit);
            case RegistryWire.Ask ask -> ballot.ask(from, ask);
            case RegistryWire.Introduce() -> send(from, new RegistryWire.Introduced(ballot.self(), ballot.isFresh()));
            case RegistryWire.Readmit readmit -> ballot.readmit(from, readmit);
            default -> context.getLog().debug("Late or of no use to a voter: {} from {}", message, from);
        }
    }

    private Behavior<Command> afterwards(Ballot ballot, Behavior<Command> next) {
        ballot.settle();
        Optional<String> failure = ballot.failure();
        return failure.isEmpty() ? next : out(failure.get());
    }

    /// Takes no part any more, and says so to whoever asks.
    private Behavior<Command> out(String why) {
        context.getLog().error("Voter {} takes no part in the registry: {}", setup.self(), why);
        timers.cancelAll();
        return Behaviors.receiveMessage(command -> switch (command) {
            case Received(Delivery(Endpoint from, RegistryWire message)) -> answerIdle(from, message, false);
            default -> onSubscribe(command);
        });
    }

    private Behavior<Command> answerIdle(Endpoint from, RegistryWire message, boolean fresh) {
        switch (message) {
            case RegistryWire.Submit submit -> send(from, new RegistryWire.NotLeader(submit.id(), Optional.empty()));
            case RegistryWire.Ask ask -> send(from, new RegistryWire.NotLeader(ask.id(), Optional.empty()));
            case RegistryWire.Introduce() -> send(from, new RegistryWire.Introduced(new Voter(setup.self(), 1), fresh));
            default -> context.getLog().debug("Voter {} can't take {}", setup.self(), message);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onSubscribe(Command command) {
        if (command instanceof Subscribe(ActorRef<Leadership> subscriber)) {
            subscribers.add(subscriber);
        }
        return Behaviors.same();
    }

    private void publish(Leadership change) {
        subscribers.forEach(subscriber -> subscriber.tell(change));
    }

    private void send(Endpoint to, RegistryWire message) {
        setup.link().send(RegistryWire.SERVICE, to, message);
    }

    /// The library's tasks run as messages of this actor, its delays as this actor's timers.
    private final class WithinThisActor implements RaftNodeExecutor {

        /// Only this actor calls the library, so that the task may run at once.
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void submit(Runnable task) {
            context.getSelf().tell(new Run(task));
        }

        @Override
        public void schedule(Runnable task, long delay, TimeUnit unit) {
            timers.startSingleTimer(++timerNumber, new Run(task), Duration.of(delay, unit.toChronoUnit()));
        }
    }
}
