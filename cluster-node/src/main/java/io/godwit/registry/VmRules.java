package io.godwit.registry;

import io.godwit.identity.HostId;
import io.godwit.registry.RegistryCommand.AbortMigration;
import io.godwit.registry.RegistryCommand.Assign;
import io.godwit.registry.RegistryCommand.BeginMigration;
import io.godwit.registry.RegistryCommand.CommitMigration;
import io.godwit.registry.RegistryCommand.ConfirmStart;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryCommand.EndPull;
import io.godwit.registry.RegistryCommand.ReportStopped;
import io.godwit.registry.RegistryCommand.ReportUp;
import io.godwit.registry.VmRecord.Debt;
import io.godwit.registry.VmRecord.Migration;
import io.godwit.registry.VmRecord.Owner;
import io.godwit.registry.VmRecord.Settled;
import io.godwit.vm.Isolation;
import java.util.Optional;

/// What may happen to one VM. Every rule compares the epoch it was decided on, so that of two commands that race on one
/// epoch exactly one wins, and the loser is told what stands.
///
/// | command | from | to |
/// |---|---|---|
/// | assign | (e, nobody, or an owner that has not confirmed) | (e+1, host, assigned) |
/// | confirm | (e, host, assigned) | (e, host, running) |
/// | up | (e, host, running, booting) | (e, host, running) |
/// | stopped | (e, host) | (e, nobody) |
/// | stopped, ended by itself, unprotected | (e, host) | (e, nobody, wanted stopped) |
/// | begin m | (e, source, running) | (e, source, m in flight) |
/// | commit m | (e, source, m in flight) | (e+1, target, running, m committed) |
/// | commit m, owed | (e, source, running, m in flight) | (e+1, target, running, m committed, owed by source) |
/// | end of m's pull | (e+1, target, m committed, owed by source) | (e+1, target, m committed) |
/// | abort m | (e, source, m in flight) | (e+1, source, m aborted) |
/// | begin, commit, abort without a guest | see [DiskRules] | |
/// | loss | (e, an owner that can no longer act) | (e, nobody) |
///
/// An assignment or a stop ends a migration in flight as aborted.
///
/// @param fleet the nodes and hosts at this point of the log
/// @param term of the log at this point
record VmRules(Fleet fleet, long term) {

    Verdict assign(VmRecord vm, Assign assign) {
        if (assign.term() != term) {
            return Verdict.refused("decided in term " + assign.term() + ", but this is term " + term);
        }
        if (vm.desired() == Desired.STOPPED) {
            return Verdict.refused(vm.id() + " was stopped on purpose");
        }
        Optional<NodeRecord> node = fleet.nodeOf(assign.host());
        if (node.isEmpty() || node.get().lost()) {
            return Verdict.refused("host " + assign.host() + (node.isEmpty() ? " is unknown" : " is lost"));
        }
        Owner next = new Owner(assign.host(), node.get().incarnation(), false);
        if (vm.epoch() == assign.epoch() + 1 && vm.owner().equals(Optional.of(next))) {
            return Verdict.already(vm);
        }
        if (vm.epoch() != assign.epoch()) {
            return stale(vm, assign.epoch());
        }
        if (fleet.host(assign.host()).orElseThrow().cordoned()) {
            return Verdict.refused("host " + assign.host() + " is cordoned");
        }
        if (vm.owner().isPresent() && vm.owner().get().running()) {
            return Verdict.conflict(
                    vm, "it may still run on " + vm.owner().get().host());
        }
        return DiskRules.objection(vm, assign.host())
                .map(why -> Verdict.conflict(vm, why))
                .orElseGet(() -> Verdict.become(vm.assigned(next)));
    }

    /// Takes an assignment up; or keeps a guest that went on while its incarnation was declared lost, under the new
    /// one.
    Verdict confirm(VmRecord vm, ConfirmStart confirm) {
        if (vm.epoch() != confirm.epoch()) {
            return stale(vm, confirm.epoch());
        }
        if (!vm.isOwnedBy(confirm.host())) {
            return Verdict.conflict(vm, "it is not assigned to " + confirm.host());
        }
        if (!isCurrent(confirm.host(), confirm.incarnation())) {
            return Verdict.refused("incarnation " + confirm.incarnation() + " of " + confirm.host() + " is lost");
        }
        if (vm.desired() == Desired.STOPPED) {
            return Verdict.refused(vm.id() + " was stopped on purpose");
        }
        if (vm.owner().orElseThrow().isRunningAs(confirm.host(), confirm.incarnation())) {
            return Verdict.already(vm);
        }
        VmRecord next = vm.withOwner(new Owner(confirm.host(), confirm.incarnation(), true, confirm.boots()));
        boolean begins = !vm.owner().orElseThrow().running();
        return Verdict.become(begins ? next.finding(fleet.features(confirm.host())) : next);
    }

    /// Its guest has begun.
    Verdict up(VmRecord vm, ReportUp up) {
        if (vm.epoch() != up.epoch()) {
            return stale(vm, up.epoch());
        }
        if (!vm.owner()
                .map(owner -> owner.isRunningAs(up.host(), up.incarnation()))
                .orElse(false)) {
            return Verdict.conflict(vm, "it is not with incarnation " + up.incarnation() + " of " + up.host());
        }
        return vm.owner().orElseThrow().booting()
                ? Verdict.become(vm.withOwner(new Owner(up.host(), up.incarnation(), true)))
                : Verdict.already(vm);
    }

    Verdict stopped(VmRecord vm, ReportStopped report) {
        if (vm.epoch() != report.epoch()) {
            return stale(vm, report.epoch());
        }
        if (vm.owner().isEmpty()) {
            return Verdict.already(vm);
        }
        Owner owner = vm.owner().get();
        boolean theirs = owner.host().equals(report.host())
                && (owner.incarnation() == report.incarnation() || isCurrent(report.host(), report.incarnation()));
        return theirs
                ? Verdict.become(stopped(vm, report.ended()))
                : Verdict.conflict(vm, "it is with incarnation " + owner.incarnation() + " of " + owner.host());
    }

    /// One that could not be started for the first time has no disk yet that it must stay with.
    private static VmRecord stopped(VmRecord vm, boolean ended) {
        boolean neverBegan = vm.epoch() == 1 && !ended && vm.desired() != Desired.STOPPED;
        return (neverBegan ? vm.stopped().homeless() : vm.stopped()).unlessGone(ended);
    }

    Verdict begin(VmRecord vm, BeginMigration begin) {
        if (vm.isSettled(begin.migration())) {
            return Verdict.conflict(vm, begin.migration() + " has ended");
        }
        if (vm.epoch() != begin.epoch()) {
            return stale(vm, begin.epoch());
        }
        Migration next = new Migration(begin.migration(), begin.source(), begin.target(), begin.terms());
        if (vm.migration().isPresent()) {
            return vm.migration().get().equals(next)
                    ? Verdict.already(vm)
                    : Verdict.conflict(vm, vm.migration().get().id() + " is in flight");
        }
        Optional<Verdict> changing = ChangeRules.changing(vm);
        if (changing.isPresent()) {
            return changing.get();
        }
        if (vm.debt().isPresent()) {
            return Verdict.conflict(
                    vm, "it lacks pages, which are at " + vm.debt().get().host());
        }
        if (!DiskRules.isWhereItMustBe(vm, next)) {
            return Verdict.conflict(vm, "it does not run on " + begin.source());
        }
        Optional<NodeRecord> target = fleet.nodeOf(begin.target());
        if (begin.target().equals(begin.source())
                || target.isEmpty()
                || target.get().lost()) {
            return Verdict.refused("it can't move from " + begin.source() + " to " + begin.target());
        }
        return Verdict.become(DiskRules.begun(vm.migrating(next)));
    }

    Verdict commit(VmRecord vm, CommitMigration commit) {
        if (vm.isSettled(commit.migration())) {
            return settled(vm, true);
        }
        if (vm.epoch() != commit.epoch()) {
            return stale(vm, commit.epoch());
        }
        if (!vm.isInFlight(commit.migration())) {
            return Verdict.conflict(vm, commit.migration() + " was not begun");
        }
        HostId target = vm.migration().orElseThrow().target();
        if (!target.equals(commit.target())) {
            return Verdict.conflict(vm, commit.migration() + " goes to " + target);
        }
        if (!isCurrent(target, commit.incarnation())) {
            return Verdict.refused("incarnation " + commit.incarnation() + " of " + target + " is lost");
        }
        if (vm.movesWithoutGuest()) {
            return DiskRules.commit(vm, target);
        }
        Owner next = new Owner(target, commit.incarnation(), true);
        if (!commit.owed()) {
            return Verdict.become(vm.committed(next, Optional.empty()));
        }
        Optional<Owner> source = vm.owner().filter(owner -> isCurrent(owner.host(), owner.incarnation()));
        return source.map(owner -> Verdict.become(
                        vm.committed(next, Optional.of(new Debt(owner.host(), owner.incarnation(), false)))))
                .orElseGet(() -> Verdict.refused("what it lacks was lost with its source"));
    }

    Verdict endPull(VmRecord vm, EndPull end) {
        if (!vm.isSettled(end.migration()) || vm.epoch() != end.epoch() + 1) {
            return stale(vm, end.epoch() + 1);
        }
        return vm.debt().isPresent() ? Verdict.become(vm.owing(Optional.empty())) : Verdict.already(vm);
    }

    Verdict abort(VmRecord vm, AbortMigration abort) {
        if (vm.isSettled(abort.migration())) {
            return settled(vm, false);
        }
        if (vm.epoch() != abort.epoch()) {
            return stale(vm, abort.epoch());
        }
        return vm.isInFlight(abort.migration())
                ? Verdict.become(vm.aborted())
                : Verdict.conflict(vm, abort.migration() + " was not begun");
    }

    /// What a loss does to a VM of the lost host. A guest that holds no permit goes on when only time has passed, so
    /// its owner stays. Epoch and migration stay: a prepared target's commit and recovery's assignment race on one
    /// epoch.
    ///
    /// @param ended the process is known to have ended, which stops every guest it ran
    static VmRecord afterLoss(VmRecord vm, boolean ended) {
        boolean ran = vm.owner().map(Owner::running).orElse(false);
        boolean heldPermit = vm.spec().isProtected() && vm.spec().care().isolation() != Isolation.RUN;
        return ran && !ended && !heldPermit ? vm : vm.withoutOwner(ran, ended);
    }

    private boolean isCurrent(HostId host, long incarnation) {
        return fleet.nodeOf(host).map(node -> node.isCurrent(incarnation)).orElse(false);
    }

    private static Verdict settled(VmRecord vm, boolean asked) {
        Settled settled = vm.settled().orElseThrow();
        return settled.committed() == asked
                ? Verdict.already(vm)
                : Verdict.conflict(vm, settled.id() + (settled.committed() ? " was committed" : " was aborted"));
    }

    static Verdict stale(VmRecord vm, long epoch) {
        return Verdict.conflict(vm, "decided on epoch " + epoch + ", but this is epoch " + vm.epoch());
    }
}
