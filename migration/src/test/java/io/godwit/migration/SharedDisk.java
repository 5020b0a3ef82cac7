package io.godwit.migration;

import io.godwit.device.Disk;
import io.godwit.identity.VmId;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// A node's view of a datastore that several nodes reach: it keeps floors and nothing else, and answers at once.
final class SharedDisk {

    static final String NAME = "array";

    private SharedDisk() {}

    /// @param floors shared by all nodes
    static Behavior<Disk.Command> create(Map<VmId, Long> floors) {
        return Behaviors.receiveMessage(command -> {
            command.replyTo().tell(answer(floors, command));
            return Behaviors.same();
        });
    }

    private static Disk.Answer answer(Map<VmId, Long> floors, Disk.Command command) {
        long floor = floors.getOrDefault(command.vm(), 0L);
        return switch (command) {
            case Disk.Open(var request, var vm, var epoch, var _, var _) -> {
                floors.put(vm, Math.max(floor, epoch));
                yield epoch < floor
                        ? new Disk.Fenced(request, vm, epoch, floor)
                        : new Disk.Opened(request, vm, epoch, List.of());
            }
            case Disk.Write(var request, var vm, var epoch, var _, var _) ->
                epoch < floor ? new Disk.Fenced(request, vm, epoch, floor) : new Disk.Written(request, vm, epoch);
            case Disk.Discard(var request, var vm, var _, var _) -> new Disk.Discarded(request, vm);
            case Disk.Audit(var request, var vm, var _) -> new Disk.Audited(request, vm, floor, List.of());
            default -> throw new IllegalArgumentException("no migration asks for " + command);
        };
    }
}
