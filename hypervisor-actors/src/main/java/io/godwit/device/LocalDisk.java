package io.godwit.device;

import io.godwit.device.Disk.Answer;
import io.godwit.device.Disk.Command;
import io.godwit.time.Timeline;
import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// A host's own disk: as fast as its spec says, and gone with its host. [FencedBlocks] decides, this actor waits and
/// answers.
public final class LocalDisk {

    private final ActorContext<Command> context;
    private final Timeline timeline;
    private final DiskQueue queue;
    private final FencedBlocks blocks = new FencedBlocks();

    private LocalDisk(ActorContext<Command> context, DiskSpec spec, Timeline timeline) {
        this.context = context;
        this.timeline = timeline;
        this.queue = new DiskQueue(spec);
    }

    public static Behavior<Command> create(DiskSpec spec, Timeline timeline) {
        return Behaviors.setup(context -> new LocalDisk(context, spec, timeline).serving());
    }

    private Behavior<Command> serving() {
        return Behaviors.receiveMessage(command -> {
            long nowNs = timeline.now();
            long completedNs = queue.completedAtNs(nowNs, DiskQueue.BLOCK_BYTES);
            context.scheduleOnce(Duration.ofNanos(completedNs - nowNs), command.replyTo(), answer(command));
            return Behaviors.same();
        });
    }

    private Answer answer(Command command) {
        return switch (command) {
            case Disk.Open(var request, var vm, var epoch, var _) ->
                switch (blocks.open(vm, epoch)) {
                    case FencedBlocks.Accepted(var held) -> new Disk.Opened(request, vm, epoch, held);
                    case FencedBlocks.Refused(var floor) -> new Disk.Fenced(request, vm, epoch, floor);
                };
            case Disk.Write(var request, var vm, var epoch, var what, var _) ->
                switch (blocks.write(vm, epoch, what)) {
                    case FencedBlocks.Accepted _ -> new Disk.Written(request, vm, epoch);
                    case FencedBlocks.Refused(var floor) -> new Disk.Fenced(request, vm, epoch, floor);
                };
            case Disk.Discard(var request, var vm, var epoch, var _) ->
                switch (blocks.discard(vm, epoch)) {
                    case FencedBlocks.Accepted _ -> new Disk.Discarded(request, vm);
                    case FencedBlocks.Refused(var floor) -> new Disk.Fenced(request, vm, epoch, floor);
                };
            case Disk.Audit(var request, var vm, var _) ->
                new Disk.Audited(request, vm, blocks.floor(vm), blocks.held(vm));
        };
    }
}
