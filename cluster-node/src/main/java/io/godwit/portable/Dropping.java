package io.godwit.portable;

import io.godwit.array.ArrayDisk;
import io.godwit.device.Disk;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.link.Link;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// Has an array forget a copy, for as long as that is likely to help.
public final class Dropping {

    public sealed interface Command {}

    private record Answered() implements Command {}

    private record Over() implements Command {}

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Dropping() {}

    public static Behavior<Command> create(Link link, ArrayDisk.Port port, VmId vm, CopyId copy) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            ActorRef<Disk.Command> disk = context.spawn(ArrayDisk.create(link, port), "array");
            ActorRef<Disk.Answer> answers = context.messageAdapter(Disk.Answer.class, _ -> new Answered());
            disk.tell(new Disk.Drop(1, vm, copy, answers));
            timers.startSingleTimer(new Over(), PATIENCE);
            return Behaviors.receiveMessage(_ -> Behaviors.stopped());
        }));
    }
}
