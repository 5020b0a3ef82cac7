package io.godwit.portable;

import io.godwit.array.ArrayDisk;
import io.godwit.device.Disk;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.link.Link;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// Gives a portable file to an array as a copy that a VM can start from.
public final class Importing {

    public sealed interface Command {}

    private record Answered(Disk.Answer answer) implements Command {}

    private record Silent() implements Command {}

    /// Where to.
    ///
    /// @param array its name, for people
    /// @param copy new on that array
    public record Place(Link link, ArrayDisk.Port port, String array, CopyId copy) {}

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TimerScheduler<Command> timers;
    private final ActorRef<Disk.Command> disk;
    private final ActorRef<Disk.Answer> answers;
    private final Place place;
    private final VmId vm;
    private final InputStream in;
    private final PortableReader reader;
    private final Consumer<Optional<String>> then;
    private int batches;
    private long request;

    private Importing(ActorContext<Command> context, TimerScheduler<Command> timers, Place place, Cargo cargo)
            throws IOException, NotPortable {
        this.timers = timers;
        this.disk = context.spawn(ArrayDisk.create(place.link(), place.port()), "array");
        this.answers = context.messageAdapter(Disk.Answer.class, Answered::new);
        this.place = place;
        this.vm = cargo.vm();
        this.in = cargo.file();
        this.then = cargo.then();
        this.reader = PortableReader.open(in);
    }

    /// @param file read to its end, and closed
    /// @param then told once: why it came to nothing, in a sentence; empty: the copy is there
    public record Cargo(VmId vm, InputStream file, Consumer<Optional<String>> then) {}

    /// To be run where it may block: it reads the file.
    public static Behavior<Command> create(Place place, Cargo cargo) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            try {
                return new Importing(context, timers, place, cargo).begin();
            } catch (IOException | NotPortable unreadable) {
                cargo.then().accept(Optional.of(sentence(unreadable)));
                return Behaviors.stopped();
            }
        }));
    }

    private Behavior<Command> begin() {
        Behavior<Command> carrying = Behaviors.receive(Command.class)
                .onMessage(Answered.class, answered -> answered(answered.answer()))
                .onMessage(
                        Silent.class, _ -> fail("array " + place.array() + " does not answer: repeat it when it does"))
                .onSignal(PostStop.class, _ -> {
                    in.close();
                    return Behaviors.same();
                })
                .build();
        next();
        return carrying;
    }

    private Behavior<Command> answered(Disk.Answer answer) {
        return switch (answer) {
            case Disk.Frozen _, Disk.Stored _ when answer.request() == request -> next();
            case Disk.Missing _ -> fail(place.copy() + " was given up on " + place.array());
            default -> Behaviors.same();
        };
    }

    private Behavior<Command> next() {
        try {
            return switch (reader.next()) {
                case Section.Described _ -> next();
                case Section.OnDisk(var held) -> ask(number -> new Disk.Plant(number, vm, place.copy(), held, answers));
                case Section.InMemory(var pages) ->
                    ask(number -> new Disk.Store(number, vm, place.copy(), batches++, pages, answers));
                case Section.Sealed(var seal) ->
                    ask(number -> new Disk.Finish(number, vm, place.copy(), seal, answers));
                case Section.End() -> {
                    then.accept(Optional.empty());
                    yield Behaviors.stopped();
                }
            };
        } catch (IOException | NotPortable broken) {
            return fail(sentence(broken));
        }
    }

    private interface Question {

        Disk.Command numbered(long number);
    }

    private Behavior<Command> ask(Question question) {
        request++;
        disk.tell(question.numbered(request));
        timers.startSingleTimer(Silent.class, new Silent(), PATIENCE);
        return Behaviors.same();
    }

    /// What was begun on the array is for the one who asked to drop: see [Dropping].
    private Behavior<Command> fail(String why) {
        then.accept(Optional.of(why));
        return Behaviors.stopped();
    }

    private static String sentence(Exception broken) {
        return broken instanceof NotPortable known ? known.sentence() : "it can't be read: " + broken.getMessage();
    }
}
