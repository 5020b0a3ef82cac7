package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.FleetEvent;
import io.godwit.history.RegistryEvent.NodeLost;
import io.godwit.history.RegistryEvent.Owner;
import io.godwit.history.RegistryEvent.VmStands;
import io.godwit.identity.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A fleet that is let alone comes to rest: once faults have ended, each node joins once more at most, is declared lost
/// once more at most, and each VM is started once more at most. A host that comes back is no reason to move anybody.
///
/// *Not checked* where there is no one order of all: nobody can tell what came after the faults.
public final class NoThrash implements Invariant {

    private final Tally tally = new Tally(InvariantName.NO_THRASH);
    private final Premises premises;
    private final DecidedLog log;

    /// The times of what happened, by what it was.
    private final Map<String, List<Long>> turns = new TreeMap<>();

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
        if (!premises.oneOrder()) {
            return;
        }
        if (entry.event() instanceof FleetEvent.NodeJoined(var node, var _)) {
            turned(node + " joined", entry.atNs());
        }
        log.observe(entry).forEach(this::decided);
    }

    private void decided(DecidedLog.Decided decided) {
        switch (decided.decision()) {
            case NodeLost(var node, var _, var _) -> turned(node + " was declared lost", decided.atNs());
            case VmStands(var vm, var _, var owner, var _) -> {
                var before = owners.put(vm, owner);
                if (owner.filter(it -> !it.running()).isPresent() && !owner.equals(before)) {
                    turned(vm + " was given to a host", decided.atNs());
                }
            }
            default -> {}
        }
    }

    private void turned(String what, long atNs) {
        turns.computeIfAbsent(what, _ -> new ArrayList<>()).add(atNs);
    }

    @Override
    public void end(Ending ending) {
        ending.healedNs()
                .ifPresent(healedNs -> turns.forEach((what, timesNs) -> {
                    var later = timesNs.stream().filter(atNs -> atNs > healedNs).toList();
                    tally.check(later.size() <= 1, () -> "%s again %s, although all faults had ended %s"
                            .formatted(what, Tally.at(later.get(1)), Tally.at(healedNs)));
                }));
    }
}
