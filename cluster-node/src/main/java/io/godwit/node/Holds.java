package io.godwit.node;

import io.godwit.history.MigrationEvent.Phase;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.migration.HoldPoint;
import java.util.ArrayList;
import java.util.List;

/// The hold points that drills have armed on a node. Asked by migrations, on whatever thread they run; armed by the
/// node's own actor.
final class Holds implements HoldPoint {

    /// Whom a step holds.
    record Held(String step, MigrationId migration, Side side) {}

    private final List<HoldWire.Arm> armed = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();

    synchronized void arm(HoldWire.Arm arm) {
        armed.removeIf(other -> other.step().equals(arm.step()));
        armed.add(arm);
    }

    /// A step strikes one migration, and may hold one of each node by then.
    ///
    /// @return whom it held
    synchronized List<Held> disarm(String step) {
        armed.removeIf(arm -> arm.step().equals(step));
        var released = held.stream().filter(it -> it.step().equals(step)).toList();
        held.removeAll(released);
        return released;
    }

    /// A hold point holds once.
    @Override
    public synchronized Hold at(MigrationId migration, Phase phase, Side side) {
        for (var arm : List.copyOf(armed)) {
            if (arm.phase() == phase && arm.side() == side && isOf(arm.group(), vmOf(migration))) {
                armed.remove(arm);
                held.add(new Held(arm.step(), migration, side));
                return Hold.PARK;
            }
        }
        return Hold.PASS;
    }

    /// @param group of VMs, the name of one, or empty for all
    private static boolean isOf(String group, VmId vm) {
        return group.isEmpty()
                || vm.value().equals(group)
                || (vm.value().startsWith(group + "-")
                        && vm.value().substring(group.length() + 1).chars().allMatch(Character::isDigit));
    }

    private static VmId vmOf(MigrationId migration) {
        var name = migration.value();
        return new VmId(name.substring(0, name.lastIndexOf('@')));
    }
}
