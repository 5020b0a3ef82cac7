package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.FleetEvent;
import io.godwit.history.RegistryEvent.Decision;
import io.godwit.history.RegistryEvent.NodeJoined;
import io.godwit.history.RegistryEvent.NodeLost;
import io.godwit.history.RegistryEvent.Owner;
import io.godwit.history.RegistryEvent.VmStands;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A fleet that is let alone comes to rest: once faults have ended, each node joins once more at most, is declared lost
/// once more at most, and each VM is started once more at most. A host that comes back is no reason to move anybody.
///
/// Without one order of all it is the registry's log that counts: what stands behind the entry that was its last when
/// the fleet first answered after the faults. *Not checked* there if it never answered.
public final class NoThrash implements Invariant {

    private final Tally tally = new Tally(InvariantName.NO_THRASH);
    private final Premises premises;
    private final DecidedLog log;

    /// @param place time, or the entry of the log where there is no one order
    private record Turn(long place, long atNs) {}

    /// What happened when, by what it was.
    private final Map<String, List<Turn>> turns = new TreeMap<>();

    private final Map<VmId, Optional<Owner>> owners = new TreeMap<>();

    NoThrash(Premises premises) {
        this.premises = premises;
        this.log = new DecidedLog(premises);
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        if (premises.oneOrder() && entry.event() instanceof FleetEvent.NodeJoined(var node, var _)) {
            joined(node, new Turn(entry.atNs(), entry.atNs()));
        }
        log.observe(entry).forEach(it -> decided(it.decision(), new Turn(it.atNs(), it.atNs())));
    }

    private void decided(Decision decision, Turn turn) {
        switch (decision) {
            case NodeJoined(var node, var _, var _) when !premises.oneOrder() -> joined(node, turn);
            case NodeLost(var node, var _, var _) -> turned(node + " was declared lost", turn);
            case VmStands(var vm, var _, var owner, var _) -> {
                var before = owners.put(vm, owner);
                if (owner.filter(it -> !it.running()).isPresent() && !owner.equals(before)) {
                    turned(vm + " was given to a host", turn);
                }
            }
            default -> {}
        }
    }

    private void joined(NodeId node, Turn turn) {
        turned(node + " joined", turn);
    }

    private void turned(String what, Turn turn) {
        turns.computeIfAbsent(what, _ -> new ArrayList<>()).add(turn);
    }

    @Override
    public void end(Ending ending) {
        log.end().forEach(it -> decided(it.decision(), new Turn(it.index(), it.atNs())));
        var healed = premises.oneOrder() ? ending.healedNs() : ending.healedIndex();
        healed.ifPresent(place -> turns.forEach((what, all) -> {
            var later = all.stream().filter(turn -> turn.place() > place).toList();
            tally.check(later.size() <= 1, () -> "%s again %s, although all faults had ended"
                    .formatted(what, Tally.at(later.get(1).atNs())));
        }));
    }
}
