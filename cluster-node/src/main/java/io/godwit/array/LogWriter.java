package io.godwit.array;

import io.godwit.log.LogDevice;
import java.io.IOException;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// Waits for an array's disk, so that nobody else must: it wants a dispatcher for those who block. It alone touches the
/// disk. A failure of the disk is final, as nobody knows what it kept.
final class LogWriter {

    sealed interface Command {}

    record Append(List<ArrayEntry> entries) implements Command {}

    /// Puts these entries, durably, in the place of all.
    record ReplaceAll(List<ArrayEntry> entries) implements Command {}

    /// Makes durable what was appended; answered by [Forced].
    record Force() implements Command {}

    sealed interface Answer {}

    /// The first answer, unasked: what the disk held.
    record Recovered(List<ArrayEntry> entries, long tornBytes) implements Answer {}

    /// @param isLong whether the next entries should replace all
    record Forced(boolean isLong) implements Answer {}

    /// The last answer.
    ///
    /// @param why a sentence without a full stop
    record Failed(String why) implements Answer {}

    private final ActorRef<Answer> replyTo;
    private final ArrayLog log;

    private LogWriter(ActorRef<Answer> replyTo, ArrayLog log) {
        this.replyTo = replyTo;
        this.log = log;
    }

    static Behavior<Command> create(LogDevice device, long limitBytes, ActorRef<Answer> replyTo) {
        return Behaviors.setup(context -> {
            try {
                ArrayLog.Opened opened = ArrayLog.open(device, limitBytes);
                replyTo.tell(new Recovered(opened.entries(), opened.tornBytes()));
                return new LogWriter(replyTo, opened.log()).writing();
            } catch (IOException e) {
                replyTo.tell(new Failed(String.valueOf(e.getMessage())));
                return Behaviors.stopped();
            }
        });
    }

    private Behavior<Command> writing() {
        return Behaviors.receiveMessage(command -> {
            try {
                on(command);
                return Behaviors.same();
            } catch (IOException e) {
                replyTo.tell(new Failed(String.valueOf(e.getMessage())));
                return Behaviors.stopped();
            }
        });
    }

    private void on(Command command) throws IOException {
        switch (command) {
            case Append(var entries) -> log.append(entries);
            case ReplaceAll(var entries) -> log.replaceAll(entries);
            case Force() -> {
                log.force();
                replyTo.tell(new Forced(log.isLong()));
            }
        }
    }
}
