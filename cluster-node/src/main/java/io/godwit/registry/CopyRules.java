package io.godwit.registry;

import io.godwit.registry.Copies.Ended;
import io.godwit.registry.Copies.Job;
import io.godwit.registry.Copies.Snapshot;
import io.godwit.registry.RegistryCommand.BeginCopy;
import io.godwit.registry.RegistryCommand.DropSnapshot;
import io.godwit.registry.RegistryCommand.EndCopy;
import io.godwit.registry.RegistryCommand.RestoreVm;
import io.godwit.registry.VmRecord.Owner;
import io.godwit.unit.MemorySize;
import java.util.Optional;

/// How copies of one VM are taken, and how it goes back to one. All is compare-and-set on the epoch, and nothing goes
/// along with a migration or a change.
///
/// | command | from | to |
/// |---|---|---|
/// | begin copy | (e, a running owner) | (e, copy n+1 asked) |
/// | end copy | (e, host, copy asked) | (e, kept; clones run on the host at epoch 1) or (e, failed) |
/// | restore | (e, a running owner) | (e, disk to go back, to reboot) |
/// | restore | (e, nobody) | (e, disk to go back) |
///
/// What takes the VM from its owner, or raises its epoch, ends a copy that was asked for as failed.
///
/// @param fleet the nodes and hosts at this point of the log
record CopyRules(Fleet fleet) {

    /// What VMware recommends at most in a chain is less; this bounds what a record takes. Unverified.
    static final int MAX_SNAPSHOTS = 32;

    Verdict begin(VmRecord vm, BeginCopy begin) {
        Optional<Job> open = vm.copies().job();
        if (open.filter(job -> job.aim().equals(begin.aim())).isPresent()) {
            return Verdict.already(vm);
        }
        if (vm.epoch() != begin.epoch()) {
            return VmRules.stale(vm, begin.epoch());
        }
        if (begin.aim() instanceof Copies.AsSnapshot(var name, var _)) {
            if (vm.copies().snapshot(name).isPresent()) {
                return Verdict.refused(vm.id() + " has a snapshot " + name + " already: choose another name");
            }
            if (vm.copies().snapshots().size() >= MAX_SNAPSHOTS) {
                return Verdict.refused(vm.id() + " has " + MAX_SNAPSHOTS + " snapshots: delete one");
            }
        }
        if (!vm.owner().map(Owner::running).orElse(false)) {
            return Verdict.conflict(vm, "it does not run");
        }
        return ChangeRules.busy(vm)
                .orElseGet(() -> Verdict.become(vm.with(vm.copies().begun(vm.id(), begin.aim()))));
    }

    Verdict end(VmRecord vm, EndCopy end) {
        Optional<Job> open = vm.copies().job().filter(job -> job.copy().equals(end.copy()));
        if (open.isEmpty()) {
            boolean repeat = vm.copies()
                    .last()
                    .filter(last -> last.copy().equals(end.copy())
                            && last.failed().isEmpty() == end.failed().isEmpty())
                    .isPresent();
            return repeat ? Verdict.already(vm) : Verdict.conflict(vm, end.copy() + " is not asked for any more");
        }
        if (vm.epoch() != end.epoch()) {
            return VmRules.stale(vm, end.epoch());
        }
        boolean theirs = vm.isOwnedBy(end.host())
                && fleet.nodeOf(end.host())
                        .map(node -> node.isCurrent(end.incarnation()))
                        .orElse(false);
        if (!theirs) {
            return Verdict.conflict(vm, "it is not with incarnation " + end.incarnation() + " of " + end.host());
        }
        Copies after = vm.copies().ended(new Ended(end.copy(), end.failed(), end.took()));
        return Verdict.become(vm.with(
                open.get().aim() instanceof Copies.AsSnapshot aim
                                && end.failed().isEmpty()
                        ? after.with(snapshot(vm, aim, end))
                        : after));
    }

    Verdict restore(VmRecord vm, RestoreVm restore) {
        Optional<Snapshot> snapshot = vm.copies().snapshot(restore.snapshot());
        if (snapshot.isEmpty()) {
            return Verdict.refused(vm.id() + " has no snapshot " + restore.snapshot());
        }
        if (vm.epoch() != restore.epoch()) {
            return VmRules.stale(vm, restore.epoch());
        }
        return ChangeRules.busy(vm).orElseGet(() -> {
            VmRecord back = vm.with(vm.copies().restored(snapshot.get()));
            boolean runs = vm.owner().map(Owner::running).orElse(false);
            return Verdict.become(runs ? back.with(back.changes().rebooting(vm.epoch())) : back);
        });
    }

    Verdict drop(VmRecord vm, DropSnapshot drop) {
        return Verdict.become(vm.with(vm.copies().without(drop.snapshot())));
    }

    private static Snapshot snapshot(VmRecord vm, Copies.AsSnapshot aim, EndCopy end) {
        Optional<MemorySize> memory = aim.memory() ? Optional.of(vm.spec().memory()) : Optional.empty();
        return new Snapshot(aim.name(), end.copy(), vm.epoch(), end.took().writes(), memory);
    }
}
