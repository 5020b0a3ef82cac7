package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.GuestEvent;
import io.godwit.history.RegistryEvent.VmDestroyed;
import io.godwit.history.RegistryEvent.VmStands;
import io.godwit.identity.VmId;
import java.util.Map;
import java.util.TreeMap;

/// A VM that was destroyed is never known again, nor does an epoch of it run that it never had; one that was stopped on
/// purpose is given to no host in a new epoch until somebody wants it to run.
public final class NoResurrection implements Invariant {

    /// What the log said of a VM last.
    private record Known(long epoch, boolean wanted, boolean destroyed) {}

    private final Tally tally = new Tally(InvariantName.NO_RESURRECTION);
    private final DecidedLog log;
    private final Map<VmId, Known> known = new TreeMap<>();
    private final Map<VmId, Long> newestRun = new TreeMap<>();

    NoResurrection(Premises premises) {
        this.log = new DecidedLog(premises);
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        if (entry.event() instanceof GuestEvent.Started(var vm, var _, var epoch, var _, var _)) {
            newestRun.merge(vm, epoch, Math::max);
        }
        log.observe(entry).forEach(this::decided);
    }

    @Override
    public void end(Ending ending) {
        log.end().forEach(this::decided);
        known.forEach((vm, last) -> {
            if (last.destroyed()) {
                long epoch = newestRun.getOrDefault(vm, 0L);
                tally.check(epoch <= last.epoch(), () -> "epoch %s of %s was started, which was destroyed at epoch %s"
                        .formatted(epoch, vm, last.epoch()));
            }
        });
    }

    private void decided(DecidedLog.Decided decided) {
        switch (decided.decision()) {
            case VmStands(var vm, var epoch, var owner, var wanted) -> {
                var before = known.put(vm, new Known(epoch, wanted, false));
                if (before != null && before.destroyed()) {
                    tally.check(false, () -> "%s was destroyed, and entry %s brought it back at epoch %s"
                            .formatted(vm, decided.index(), epoch));
                }
                if (before != null && !before.wanted()) {
                    tally.check(
                            wanted || owner.isEmpty() || epoch == before.epoch(),
                            () -> "%s was stopped on purpose at epoch %s, and entry %s gave it epoch %s"
                                    .formatted(vm, before.epoch(), decided.index(), epoch));
                }
            }
            case VmDestroyed(var vm) -> {
                tally.count();
                known.computeIfPresent(vm, (_, last) -> new Known(last.epoch(), last.wanted(), true));
            }
            default -> {}
        }
    }
}
