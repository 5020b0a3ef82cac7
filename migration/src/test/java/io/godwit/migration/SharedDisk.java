package io.godwit.migration;

import io.godwit.device.Disk;
import io.godwit.device.FencedBlocks;
import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// A node's view of a datastore that several nodes reach: it answers writes after a while, what opens a disk or says
/// what it holds after another, and all else at once.
final class SharedDisk {

    static final String NAME = "array";

    private static final Duration WRITE_TAKES = Duration.ofMillis(5);

    private SharedDisk() {}

    /// @param blocks shared by all nodes
    /// @param readTakes to open a disk, or to say what it holds
    static Behavior<Disk.Command> create(FencedBlocks blocks, Duration readTakes) {
        return Behaviors.setup(context -> Behaviors.receiveMessage(command -> {
            Disk.Answer answer;
            synchronized (blocks) {
                answer = answer(blocks, command);
            }
            switch (command) {
                case Disk.Write _ -> context.scheduleOnce(WRITE_TAKES, command.replyTo(), answer);
                case Disk.Open _, Disk.Audit _
                when readTakes.isPositive() -> context.scheduleOnce(readTakes, command.replyTo(), answer);
                default -> command.replyTo().tell(answer);
            }
            return Behaviors.same();
        }));
    }

    private static Disk.Answer answer(FencedBlocks blocks, Disk.Command command) {
        return switch (command) {
            case Disk.Open(var request, var vm, var epoch, var _, var _) ->
                switch (blocks.open(vm, epoch)) {
                    case FencedBlocks.Accepted(var held) -> new Disk.Opened(request, vm, epoch, held);
                    default -> new Disk.Fenced(request, vm, epoch, blocks.floor(vm));
                };
            case Disk.Write(var request, var vm, var epoch, var what, var _) ->
                blocks.write(vm, epoch, what) instanceof FencedBlocks.Accepted
                        ? new Disk.Written(request, vm, epoch)
                        : new Disk.Fenced(request, vm, epoch, blocks.floor(vm));
            case Disk.Discard(var request, var vm, var _, var _) -> new Disk.Discarded(request, vm);
            case Disk.Audit(var request, var vm, var _) ->
                new Disk.Audited(request, vm, blocks.floor(vm), blocks.held(vm));
            default -> throw new IllegalArgumentException("no migration asks for " + command);
        };
    }
}
