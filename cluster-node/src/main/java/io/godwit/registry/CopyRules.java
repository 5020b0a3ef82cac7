package io.godwit.registry;

import io.godwit.identity.CopyId;
import io.godwit.registry.Copies.Ended;
import io.godwit.registry.Copies.Job;
import io.godwit.registry.Copies.Snapshot;
import io.godwit.registry.Copies.Took;
import io.godwit.registry.RegistryCommand.BeginCopy;
import io.godwit.registry.RegistryCommand.CopyEnding;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryCommand.DropSnapshot;
import io.godwit.registry.RegistryCommand.EndColdCopy;
import io.godwit.registry.RegistryCommand.EndCopy;
import io.godwit.registry.RegistryCommand.RestoreVm;
import io.godwit.registry.VmRecord.Owner;
import io.godwit.unit.MemorySize;
import java.util.List;
import java.util.Optional;

/// How copies of one VM are taken, and how it goes back to one. All is compare-and-set on the epoch, and nothing goes
/// along with a migration or a change.
///
/// | command | from | to |
/// |---|---|---|
/// | begin copy | (e, a running owner) | (e, copy n+1 asked) |
/// | begin copy | (e, nobody, stopped) | (e, copy n+1 asked) |
/// | end cold copy | (e, nobody, copy asked) | (e, kept; clones wait for a host) or (e, failed) |
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
        boolean rests = vm.owner().isEmpty() && vm.desired() == Desired.STOPPED;
        if (!rests && !vm.owner().map(Owner::running).orElse(false)) {
            return Verdict.conflict(vm, "it does not run");
        }
        if (rests && (begin.aim() instanceof Copies.AsClones || hasMemory(begin.aim()))) {
            return Verdict.refused(vm.id() + " does not run, and has no memory to be taken");
        }
        return ChangeRules.busy(vm)
                .orElseGet(() -> Verdict.become(vm.with(vm.copies().begun(vm.id(), begin.aim()))));
    }

    private static boolean hasMemory(Copies.Aim aim) {
        return switch (aim) {
            case Copies.AsSnapshot(var _, var memory) -> memory;
            case Copies.AsWholes(var _, var memory) -> memory;
            case Copies.AsClones _ -> true;
        };
    }

    /// What comes of the copy that is asked for, once it is there.
    static List<VmRecord> births(VmRecord source, CopyEnding end) {
        Optional<Copies.Aim> aim = source.copies()
                .job()
                .filter(job -> job.copy().equals(end.copy()))
                .map(Job::aim);
        if (end.failed().isPresent() || aim.isEmpty()) {
            return List.of();
        }
        return switch (aim.get()) {
            case Copies.AsSnapshot _ -> List.of();
            case Copies.AsClones(var clones) ->
                clones.stream()
                        .flatMap(clone -> end.place().stream().map(place -> VmRecord.cloned(clone, place, end.copy())
                                .finding(source.found())))
                        .toList();
            case Copies.AsWholes(var clones, var memory) ->
                clones.stream()
                        .map(clone -> VmRecord.created(clone).with(Copies.from(end.copy(), memory)))
                        .toList();
        };
    }

    Verdict ending(VmRecord vm, CopyEnding ending) {
        return switch (ending) {
            case EndCopy end -> end(vm, end);
            case EndColdCopy end -> endCold(vm, end);
        };
    }

    private Verdict endCold(VmRecord vm, EndColdCopy end) {
        if (!isOpen(vm, end.copy())) {
            return late(vm, end.copy(), end.failed());
        }
        if (vm.epoch() != end.epoch() || vm.owner().isPresent()) {
            return Verdict.conflict(vm, "it does not rest in epoch " + end.epoch() + " any more");
        }
        return ended(vm, new Ended(end.copy(), end.failed(), new Took(0, 0, end.writes(), 0)));
    }

    private static boolean isOpen(VmRecord vm, CopyId copy) {
        return vm.copies().job().filter(job -> job.copy().equals(copy)).isPresent();
    }

    private static Verdict late(VmRecord vm, CopyId copy, Optional<String> failed) {
        boolean repeat = vm.copies()
                .last()
                .filter(last -> last.copy().equals(copy) && last.failed().isEmpty() == failed.isEmpty())
                .isPresent();
        return repeat ? Verdict.already(vm) : Verdict.conflict(vm, copy + " is not asked for any more");
    }

    private static Verdict ended(VmRecord vm, Ended how) {
        Copies after = vm.copies().ended(how);
        boolean isKept = how.failed().isEmpty();
        return Verdict.become(vm.with(
                isKept && vm.copies().job().map(Job::aim).orElse(null) instanceof Copies.AsSnapshot aim
                        ? after.with(snapshot(vm, aim, how))
                        : after));
    }

    private Verdict end(VmRecord vm, EndCopy end) {
        if (!isOpen(vm, end.copy())) {
            return late(vm, end.copy(), end.failed());
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
        return ended(vm, new Ended(end.copy(), end.failed(), end.took()));
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

    private static Snapshot snapshot(VmRecord vm, Copies.AsSnapshot aim, Ended end) {
        Optional<MemorySize> memory = aim.memory() ? Optional.of(vm.spec().memory()) : Optional.empty();
        return new Snapshot(aim.name(), end.copy(), vm.epoch(), end.took().writes(), memory);
    }
}
