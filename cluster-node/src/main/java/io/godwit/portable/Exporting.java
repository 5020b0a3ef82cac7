package io.godwit.portable;

import io.godwit.array.ArrayDisk;
import io.godwit.device.Disk;
import io.godwit.identity.CopyId;
import io.godwit.link.Link;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// Reads a copy from its array and gives out a portable file, no faster than it is taken. The copy stays what it is.
public final class Exporting {

    public sealed interface Command {}

    private record Answered(Disk.Answer answer) implements Command {}

    private record Flush() implements Command {}

    private record Silent() implements Command {}

    /// Who takes the file. Called by one actor alone.
    public interface Sink {

        /// @return false if it can't take that now, and is to be asked again
        boolean take(byte[] bytes);

        void done();

        /// @param why a sentence; what was taken before is no file
        void failed(String why);

        /// Nobody wants it any more.
        boolean isGone();
    }

    /// What is exported.
    public record Source(Manifest manifest, CopyId copy) {}

    /// Short beside what people wait for, long beside a disk's answer.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration AGAIN = Duration.ofMillis(20);

    private final TimerScheduler<Command> timers;
    private final ActorRef<Disk.Command> disk;
    private final ActorRef<Disk.Answer> answers;
    private final Source source;
    private final Sink sink;
    private final PortableWriter writer = new PortableWriter();
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private Optional<Disk.Seal> memory = Optional.empty();
    private int next;
    private boolean isWritten;

    private Exporting(ActorContext<Command> context, TimerScheduler<Command> timers, Way way, Source source) {
        this.timers = timers;
        this.disk = context.spawn(ArrayDisk.create(way.link(), way.port()), "array");
        this.answers = context.messageAdapter(Disk.Answer.class, Answered::new);
        this.source = source;
        this.sink = way.sink();
    }

    /// From where to whom.
    public record Way(Link link, ArrayDisk.Port port, Sink sink) {}

    public static Behavior<Command> create(Way way, Source source) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new Exporting(context, timers, way, source).begin()));
    }

    private Behavior<Command> begin() {
        ask(new Disk.Peek(1, source.manifest().spec().id(), source.copy(), answers));
        return Behaviors.receiveMessage(command -> switch (command) {
            case Answered(var answer) -> answered(answer);
            case Flush() -> flush();
            case Silent() ->
                fail("array " + source.manifest().spec().disk() + " does not answer: repeat it when it does");
        });
    }

    private Behavior<Command> answered(Disk.Answer answer) {
        return switch (answer) {
            case Disk.Peeked peeked -> {
                memory = peeked.memory();
                if (source.manifest().memory() && memory.isEmpty()) {
                    yield fail("the memory of " + source.copy() + " is not kept: take another snapshot");
                }
                waiting.add(writer.manifest(source.manifest()));
                waiting.add(writer.disk(peeked.held()));
                yield flush();
            }
            case Disk.Loaded loaded -> {
                waiting.add(writer.memory(loaded.pages()));
                yield flush();
            }
            default -> fail(source.copy() + " is not kept any more: take another snapshot");
        };
    }

    private Behavior<Command> flush() {
        timers.cancel(Silent.class);
        while (!waiting.isEmpty()) {
            if (sink.isGone()) {
                return Behaviors.stopped();
            }
            if (!sink.take(waiting.element())) {
                timers.startSingleTimer(Flush.class, new Flush(), AGAIN);
                return Behaviors.same();
            }
            waiting.remove();
        }
        if (isWritten) {
            sink.done();
            return Behaviors.stopped();
        }
        int batches =
                source.manifest().memory() ? memory.map(Disk.Seal::batches).orElse(0) : 0;
        if (next < batches) {
            ask(new Disk.Load(2 + next, source.manifest().spec().id(), source.copy(), next, answers));
            next++;
            return Behaviors.same();
        }
        if (source.manifest().memory()) {
            waiting.add(writer.seal(memory.orElseThrow()));
        }
        waiting.add(writer.end());
        isWritten = true;
        return flush();
    }

    private void ask(Disk.Command command) {
        disk.tell(command);
        timers.startSingleTimer(Silent.class, new Silent(), PATIENCE);
    }

    private Behavior<Command> fail(String why) {
        sink.failed(why);
        return Behaviors.stopped();
    }
}
