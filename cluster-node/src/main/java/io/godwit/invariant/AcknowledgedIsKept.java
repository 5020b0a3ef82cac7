package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import io.godwit.history.RegistryEvent.VmDestroyed;
import io.godwit.history.RegistryEvent.VmSized;
import io.godwit.history.RegistryEvent.VmStands;
import io.godwit.identity.VmId;
import io.godwit.registry.RegistryView;
import io.godwit.registry.VmRecord;
import java.util.Map;
import java.util.TreeMap;

/// What was acknowledged survives: every VM that the registry's log ever created and not destroyed is still known in
/// the end, at no older epoch, of the size that it was last given; and a disk on an array holds every write that its
/// client saw acknowledged; so does a host's own disk, which its VM takes along, unless a host that had it was lost.
public final class AcknowledgedIsKept implements Invariant {

    /// @param epoch [#DESTROYED] in place of a number
    private record Known(long index, long epoch) {}

    private record Sized(long index, VmSized size) {}

    private static final long DESTROYED = -1;

    private final Tally tally = new Tally(InvariantName.ACKNOWLEDGED_IS_KEPT);
    private final Premises premises;
    private final DecidedLog log;
    private final Map<VmId, Known> known = new TreeMap<>();
    private final Map<VmId, Sized> revisions = new TreeMap<>();
    private final OwnDisks disks;

    AcknowledgedIsKept(Premises premises) {
        this.premises = premises;
        this.log = new DecidedLog(premises);
        this.disks = new OwnDisks(premises);
    }

    @Override
    public Tally tally() {
        return tally;
    }

    @Override
    public void observe(Entry entry) {
        disks.observe(entry);
        log.observe(entry).forEach(this::decided);
    }

    private void decided(DecidedLog.Decided decided) {
        switch (decided.decision()) {
            case VmStands(var vm, var epoch, var _, var _) -> known.put(vm, new Known(decided.index(), epoch));
            case VmSized sized -> revisions.put(sized.vm(), new Sized(decided.index(), sized));
            case VmDestroyed(var vm) -> known.put(vm, new Known(decided.index(), DESTROYED));
            default -> {}
        }
    }

    @Override
    public void end(Ending ending) {
        log.end().forEach(this::decided);
        ending.last().ifPresent(this::remembered);
        ending.missingWrites().forEach((vm, missing) -> {
            boolean kept = premises.vm(vm)
                    .filter(spec -> !spec.hasLocalDisk() || !disks.mayBeLost(vm))
                    .isPresent();
            if (kept) {
                tally.check(missing == 0, () -> "the disk of %s lacks %s writes that were acknowledged"
                        .formatted(vm, missing));
            }
        });
    }

    private void remembered(RegistryView view) {
        var records = new TreeMap<VmId, VmRecord>();
        view.vms().forEach(vm -> records.put(vm.id(), vm));
        revisions.forEach((vm, last) -> {
            var now = records.get(vm);
            if (last.index() <= view.index() && now != null) {
                tally.check(
                        isKept(now, last.size()), () -> "%s was made another at entry %s (%s), and in the end it is %s"
                                .formatted(vm, last.index(), last.size(), now.spec()));
            }
        });
        known.forEach((vm, last) -> {
            if (last.index() > view.index()) {
                return;
            }
            var now = records.get(vm);
            if (last.epoch() == DESTROYED) {
                tally.check(now == null, () -> "%s was destroyed at entry %s, and is known again"
                        .formatted(vm, last.index()));
            } else {
                tally.check(
                        now != null && now.epoch() >= last.epoch(),
                        () -> "%s was at epoch %s at entry %s of the log, and in the end it is %s"
                                .formatted(
                                        vm,
                                        last.epoch(),
                                        last.index(),
                                        now == null ? "unknown" : "at epoch " + now.epoch()));
            }
        });
    }

    private static boolean isKept(VmRecord now, VmSized last) {
        return now.changes().revision() >= last.revision()
                && now.spec().vcpus() == last.vcpus()
                && now.spec().memory().bytes() == last.memoryBytes();
    }
}
