package io.godwit.registry;

import io.godwit.identity.HostId;
import io.godwit.registry.RegistryCommand.ConfirmReboot;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryCommand.MoveHome;
import io.godwit.registry.RegistryCommand.RebootVm;
import io.godwit.registry.RegistryCommand.ReviseVm;
import io.godwit.registry.RegistryCommand.SettleRevision;
import io.godwit.registry.VmRecord.Owner;
import io.godwit.vm.VmSpec;
import java.util.Optional;

/// How one VM becomes another, or starts again. Revisions are compare-and-set on the record's revision, reboots on its
/// epoch; neither goes along with a migration, and of each pair the second is told to wait.
///
/// | command | from | to |
/// |---|---|---|
/// | revise | (r, nobody) | (r+1, the new spec) |
/// | revise | (r, an owner) | (r+1, asked) |
/// | revise by reboot | (r, a running owner) | (r+1, the new spec, to reboot) |
/// | settled | (r, asked) | (r, the new spec) |
/// | denied | (r, asked) | (r, the old spec, denied) |
/// | reboot | (e, a running owner) | (e, to reboot) |
/// | confirm reboot | (e, host, to reboot) | (e+1, host, running) |
/// | move home | (e, nobody, stopped) | (e, nobody, stopped, to start there) |
/// | move home | (e, a running owner) | (e, to reboot, to start there) |
/// | confirm reboot | (e, host, to reboot, to start there) | (e+1, there, assigned) |
///
/// A VM whose disk is its host's own moves home as [DiskRules] says, by a migration. What takes the VM from its owner
/// ends what it was asked as denied, and takes the place of a reboot.
///
/// @param fleet the nodes and hosts at this point of the log
record ChangeRules(Fleet fleet) {

    Verdict revise(VmRecord vm, ReviseVm revise) {
        VmSpec next = revise.spec();
        Changes now = vm.changes();
        boolean isAsked = now.asked().map(next::equals).orElse(vm.spec().equals(next));
        if (now.revision() == revise.revision() + 1 && isAsked) {
            return Verdict.already(vm);
        }
        if (now.revision() != revise.revision()) {
            return Verdict.conflict(
                    vm, "decided on revision " + revise.revision() + ", but this is revision " + now.revision());
        }
        if (!vm.spec().isOfOneMakeWith(next)) {
            return Verdict.refused(vm.id() + " keeps its kind, image, disk, group and load for life");
        }
        return busy(vm).orElseGet(() -> {
            if (vm.owner().isEmpty()) {
                return Verdict.become(vm.revised(next, now.next(Optional.empty())));
            }
            if (!revise.byReboot()) {
                return Verdict.become(vm.with(now.next(Optional.of(next))));
            }
            return runs(vm)
                    ? Verdict.become(vm.revised(next, now.next(Optional.empty()).rebooting(vm.epoch()))
                            .with(vm.copies().booting()))
                    : Verdict.conflict(vm, "it does not run");
        });
    }

    Verdict settle(VmRecord vm, SettleRevision settle) {
        Changes now = vm.changes();
        if (now.revision() != settle.revision() || now.asked().isEmpty()) {
            boolean denied = now.denied()
                    .filter(last -> last.revision() == settle.revision())
                    .isPresent();
            boolean repeat = now.revision() == settle.revision()
                    && denied == settle.denied().isPresent();
            return repeat
                    ? Verdict.already(vm)
                    : Verdict.conflict(vm, "revision " + settle.revision() + " is settled otherwise");
        }
        if (!vm.isOwnedBy(settle.host()) || !isCurrent(settle.host(), settle.incarnation())) {
            return Verdict.conflict(vm, "it is not with incarnation " + settle.incarnation() + " of " + settle.host());
        }
        return settle.denied().isPresent()
                ? Verdict.become(vm.with(now.denied(settle.denied().get())))
                : Verdict.become(vm.revised(now.asked().get(), now.settled()));
    }

    Verdict reboot(VmRecord vm, RebootVm reboot) {
        boolean known = vm.changes()
                .reboot()
                .filter(last -> last.epoch() == reboot.epoch())
                .isPresent();
        if (known) {
            return Verdict.already(vm);
        }
        if (vm.epoch() != reboot.epoch()) {
            return VmRules.stale(vm, reboot.epoch());
        }
        if (!runs(vm)) {
            return Verdict.conflict(vm, "it does not run");
        }
        return busy(vm).orElseGet(() -> Verdict.become(
                vm.with(vm.changes().rebooting(vm.epoch())).with(vm.copies().booting())));
    }

    Verdict confirmReboot(VmRecord vm, ConfirmReboot confirm) {
        Owner next = new Owner(confirm.host(), confirm.incarnation(), true, confirm.boots());
        boolean isItsOwn = vm.owner()
                .map(owner -> owner.isRunningAs(confirm.host(), confirm.incarnation()))
                .orElse(false);
        if (vm.epoch() == confirm.epoch() + 1 && isItsOwn) {
            return Verdict.already(vm);
        }
        if (vm.epoch() != confirm.epoch()) {
            return VmRules.stale(vm, confirm.epoch());
        }
        if (!vm.isOwnedBy(confirm.host()) || !vm.changes().isToReboot()) {
            return Verdict.conflict(vm, "it is not to reboot on " + confirm.host());
        }
        if (!isCurrent(confirm.host(), confirm.incarnation())) {
            return Verdict.refused("incarnation " + confirm.incarnation() + " of " + confirm.host() + " is lost");
        }
        if (vm.desired() == Desired.STOPPED) {
            return Verdict.refused(vm.id() + " was stopped on purpose");
        }
        if (vm.movesWithoutGuest()) {
            return Verdict.become(vm.departing());
        }
        return Verdict.become(vm.home().map(home -> elsewhere(vm, home)).orElseGet(() -> vm.rebooted(next)
                .finding(fleet.features(next.host()))));
    }

    /// Its guest has ended; where it was to start may be lost by now.
    private VmRecord elsewhere(VmRecord vm, HostId home) {
        return fleet.nodeOf(home)
                .filter(node -> !node.lost())
                .map(node -> vm.assigned(new Owner(home, node.incarnation(), false)))
                .orElseGet(vm::stopped);
    }

    Verdict moveHome(VmRecord vm, MoveHome move) {
        if (vm.home().equals(Optional.of(move.to()))) {
            return Verdict.already(vm);
        }
        if (vm.epoch() != move.epoch()) {
            return VmRules.stale(vm, move.epoch());
        }
        Optional<NodeRecord> node = fleet.nodeOf(move.to());
        if (node.isEmpty() || node.get().lost()) {
            return Verdict.refused("host " + move.to() + (node.isEmpty() ? " is unknown" : " is lost"));
        }
        return busy(vm).or(() -> DiskRules.bound(vm)).orElseGet(() -> {
            if (vm.owner().isEmpty()) {
                return vm.desired() == Desired.STOPPED
                        ? Verdict.become(vm.bound(move.to()))
                        : Verdict.conflict(vm, "it is being started");
            }
            if (!move.restarts() || !runs(vm) || vm.isOwnedBy(move.to())) {
                return Verdict.conflict(vm, "it is with " + vm.owner().get().host());
            }
            return Verdict.become(vm.bound(move.to())
                    .with(vm.changes().rebooting(vm.epoch()))
                    .with(vm.copies().booting()));
        });
    }

    /// What is under way with a VM, and goes along with no change of it.
    static Optional<Verdict> busy(VmRecord vm) {
        if (vm.migration().isPresent()) {
            return Optional.of(Verdict.conflict(vm, vm.migration().get().id() + " is in flight"));
        }
        return changing(vm);
    }

    /// What is being changed about a VM, which goes along with no migration of it.
    static Optional<Verdict> changing(VmRecord vm) {
        if (vm.changes().asked().isPresent()) {
            return Optional.of(Verdict.conflict(
                    vm, "it is being changed, revision " + vm.changes().revision()));
        }
        if (vm.copies().job().isPresent()) {
            return Optional.of(Verdict.conflict(vm, "a copy of it is being taken"));
        }
        return vm.changes().isToReboot() ? Optional.of(Verdict.conflict(vm, "it is to reboot")) : Optional.empty();
    }

    private static boolean runs(VmRecord vm) {
        return vm.desired() == Desired.RUNNING && vm.owner().map(Owner::running).orElse(false);
    }

    private boolean isCurrent(HostId host, long incarnation) {
        return fleet.nodeOf(host).map(node -> node.isCurrent(incarnation)).orElse(false);
    }
}
