package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.ArrayEvent;
import io.godwit.history.Entry;
import io.godwit.history.RegistryEvent.CopyReferred;
import io.godwit.history.RegistryEvent.CopyReleased;
import io.godwit.history.RegistryEvent.VmDestroyed;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A datastore drops the disk of no VM but those that the registry's log had destroyed before, and no copy that
/// somebody still refers to: that a name stands for, that is being taken, or that a disk starts from.
///
/// Where only each node's order is known, what was dropped is compared with what the log came to in the end.
public final class NeededIsKept implements Invariant {

    private final Tally tally = new Tally(InvariantName.NEEDED_IS_KEPT);
    private final DecidedLog log;
    private final boolean oneOrder;
    private final Set<VmId> destroyed = new TreeSet<>();
    private final Set<CopyId> referred = new TreeSet<>();
    private final List<ArrayEvent> untold = new ArrayList<>();

    NeededIsKept(Premises premises) {
        this.log = new DecidedLog(premises);
        this.oneOrder = premises.oneOrder();
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        log.observe(entry).forEach(this::decided);
        switch (entry.event()) {
            case ArrayEvent.Discarded gone -> gone(gone);
            case ArrayEvent.Dropped gone -> gone(gone);
            default -> {}
        }
    }

    private void gone(ArrayEvent event) {
        if (oneOrder) {
            check(event);
        } else {
            untold.add(event);
        }
    }

    private void decided(DecidedLog.Decided decided) {
        switch (decided.decision()) {
            case VmDestroyed(var vm) -> destroyed.add(vm);
            case CopyReferred(var copy) -> referred.add(copy);
            case CopyReleased(var copy) -> referred.remove(copy);
            default -> {}
        }
    }

    private void check(ArrayEvent event) {
        switch (event) {
            case ArrayEvent.Discarded(var array, var vm, var _) ->
                tally.check(destroyed.contains(vm), () -> "array %s dropped the disk of %s, which nobody had destroyed"
                        .formatted(array, vm));
            case ArrayEvent.Dropped(var array, var vm, var copy) ->
                tally.check(!referred.contains(copy), () -> "array %s dropped copy %s of %s, which is still needed"
                        .formatted(array, copy, vm));
            default -> throw new IllegalArgumentException("nothing was dropped: " + event);
        }
    }

    @Override
    public void end(Ending ending) {
        log.end().forEach(this::decided);
        untold.forEach(this::check);
        untold.clear();
    }
}
