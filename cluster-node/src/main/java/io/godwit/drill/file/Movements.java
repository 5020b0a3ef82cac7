package io.godwit.drill.file;

import io.godwit.drill.Action;
import io.godwit.drill.file.TimelineSection.Line;
import io.godwit.drill.file.VmsSection.Group;
import java.util.List;

/// What a timeline can make happen: which groups it moves, whether it takes hosts away.
record Movements(List<Line> lines, Guests guests) {

    /// Whether a step other than this one may migrate VMs of the group.
    boolean mayMigrate(Group group, String besides) {
        return lines.stream().filter(line -> !line.step().id().equals(besides)).anyMatch(line -> switch (line.step()
                .action()) {
            case Action.Drain _ -> true;
            case Action.Migrate migrate -> guests.groups(migrate.vms()).contains(group);
            default -> false;
        });
    }

    boolean mayTakeHostsAway() {
        return lines.stream().anyMatch(line -> switch (line.step().action()) {
            case Action.Kill _, Action.PowerOff _, Action.Pause _, Action.Partition _, Action.Crash _ -> true;
            case Action.Migrate _,
                    Action.Drain _,
                    Action.Restore _,
                    Action.Order _,
                    Action.Degrade _,
                    Action.CrashGuest _,
                    Action.Misbehave _ -> false;
        });
    }
}
