package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.MigrationEvent;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.history.RegistryEvent.Owner;
import io.godwit.history.RegistryEvent.VmStands;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What does not succeed is not tried for ever: a VM is given to hosts that do not start it, and its migrations come to
/// nothing, a few times in a row at most.
public final class RetriesAreBounded implements Invariant {

    /// In a row. A fleet of three hosts that all refuse is asked three times in ten seconds.
    private static final int MOST = 10;

    private final Tally tally = new Tally(InvariantName.RETRIES_ARE_BOUNDED);
    private final DecidedLog log;
    private final Map<VmId, Set<Long>> unstarted = new TreeMap<>();
    private final Map<VmId, Set<MigrationId>> unmoved = new TreeMap<>();

    RetriesAreBounded(Premises premises) {
        this.log = new DecidedLog(premises);
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        log.observe(entry).forEach(this::decided);
        if (entry.event() instanceof MigrationEvent.Finished it && it.side() == Side.SOURCE) {
            if (it.outcome() == Outcome.COMMITTED) {
                unmoved.remove(it.vm());
            } else {
                var tries = unmoved.computeIfAbsent(it.vm(), _ -> new TreeSet<>());
                tries.add(it.migration());
                tally.check(tries.size() <= MOST, () -> "%s was moved %s times in a row in vain"
                        .formatted(it.vm(), tries.size()));
            }
        }
    }

    @Override
    public void end(Ending ending) {
        log.end().forEach(this::decided);
    }

    private void decided(DecidedLog.Decided decided) {
        if (!(decided.decision() instanceof VmStands(var vm, var epoch, var owner, var _)) || owner.isEmpty()) {
            return;
        }
        if (owner.filter(Owner::running).isPresent()) {
            unstarted.remove(vm);
            return;
        }
        var tries = unstarted.computeIfAbsent(vm, _ -> new TreeSet<>());
        tries.add(epoch);
        tally.check(tries.size() <= MOST, () -> "%s was given to hosts %s times in a row, and never ran"
                .formatted(vm, tries.size()));
    }
}
