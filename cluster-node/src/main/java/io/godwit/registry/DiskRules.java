package io.godwit.registry;

import io.godwit.history.MigrationEvent.Mode;
import io.godwit.identity.HostId;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.VmRecord.Migration;
import io.godwit.registry.VmRecord.Owner;
import java.util.Optional;

/// How a VM moves whose disk is its host's own, without a guest: its home is where that disk is.
///
/// | command | from | to |
/// |---|---|---|
/// | begin m, cold | (e, nobody, at home) | (e, nobody, at home, m in flight) |
/// | begin m, by restart | (e, source, running) | (e, source, running, to reboot, m in flight) |
/// | confirm reboot | (e, source, to reboot, m in flight) | (e, nobody, at home there, m in flight) |
/// | commit m | (e, nobody, at home, m in flight) | (e+1, nobody, home at the target, m committed) |
/// | abort m | (e, nobody, at home, m in flight) | (e+1, nobody, at home, m aborted) |
/// | abort m | (e, source, to reboot, m in flight) | (e+1, source, m aborted) |
///
/// It is not assigned while its disk is on its way. A home whose process has ended is none any more.
final class DiskRules {

    private DiskRules() {}

    /// Why the VM can't start on this host now.
    static Optional<String> objection(VmRecord vm, HostId host) {
        if (vm.movesWithoutGuest()) {
            return Optional.of(
                    "its disk is on its way to " + vm.migration().orElseThrow().target());
        }
        return vm.diskHost().filter(has -> !has.equals(host)).map(has -> "its disk is on " + has);
    }

    /// Why it can't be given another home: its disk would stay behind.
    static Optional<Verdict> bound(VmRecord vm) {
        return vm.place().filter(_ -> vm.hasLocalDisk()).map(host -> Verdict.conflict(vm, "its disk is on " + host));
    }

    /// Whether the source has what is to move: a guest that runs, or a disk.
    static boolean isWhereItMustBe(VmRecord vm, Migration move) {
        Mode mode = move.terms().mode();
        boolean runs =
                vm.isOwnedBy(move.source()) && vm.owner().map(Owner::running).orElse(false);
        return switch (mode) {
            case COLD -> vm.hasLocalDisk() && vm.owner().isEmpty() && vm.home().equals(Optional.of(move.source()));
            case RESTART -> vm.hasLocalDisk() && runs && vm.desired() == Desired.RUNNING;
            case PRE_COPY, SUSPEND_AND_COPY, POST_COPY, HYBRID, FREEZE_AND_COPY -> runs;
        };
    }

    /// A guest that runs ends first.
    static VmRecord begun(VmRecord vm) {
        return vm.movesWithoutGuest() && vm.owner().isPresent()
                ? vm.with(vm.changes().rebooting(vm.epoch())).with(vm.copies().booting())
                : vm;
    }

    static Verdict commit(VmRecord vm, HostId target) {
        return vm.owner().isPresent()
                ? Verdict.conflict(vm, "its guest has not ended")
                : Verdict.become(vm.moved(target));
    }
}
