package io.godwit.registry;

import static io.godwit.registry.Specimens.host;
import static io.godwit.registry.Specimens.join;
import static io.godwit.registry.Specimens.node;
import static io.godwit.registry.Specimens.vm;

import io.godwit.history.FleetEvent.Evidence;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.migration.precopy.Terms;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.unit.MemorySize;
import io.godwit.vm.Isolation;
import io.godwit.vm.Protection;
import io.godwit.vm.SpecChange;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Draws commands about three nodes and a few VMs, most of them near what stands, so that many of them succeed.
record RandomCommands(RandomGenerator random, int vms) {

    /// Of all VMs, so that they can be scaled.
    static final String GROUP = "web";

    RegistryCommand next(RegistryState state) {
        VmId vm = new VmId(GROUP + "-" + (1 + random.nextInt(random.nextInt(16) == 0 ? 2 * vms : vms)));
        Optional<VmRecord> known =
                state.view(new RegistryQuery.OneVm(vm)).vms().stream().findFirst();
        long epoch = Math.max(0, known.map(VmRecord::epoch).orElse(0L) - (random.nextInt(8) == 0 ? 1 : 0));
        long term = state.term() - (random.nextInt(20) == 0 ? 1 : 0);
        HostId host = host(1 + random.nextInt(3));
        MigrationId migration = known.flatMap(VmRecord::migration)
                .map(VmRecord.Migration::id)
                .filter(_ -> random.nextInt(8) > 0)
                .orElse(new MigrationId("m" + random.nextInt(40)));
        if (random.nextInt(3) > 0 && known.filter(RandomCommands::isChanging).isPresent()) {
            boolean asked = known.get().changes().asked().isPresent();
            return asked ? settle(state, known, vm) : confirmReboot(state, known, vm, epoch);
        }
        return switch (random.nextInt(43)) {
            case 0 -> join(1 + random.nextInt(3), "boot-" + random.nextInt(4));
            case 1 -> lost(state, term);
            case 2 -> new RegistryCommand.Cordon(host, random.nextInt(8) == 0, Priority.NORMAL);
            case 3 -> new RegistryCommand.SetDesired(vm, random.nextInt(12) == 0 ? Desired.STOPPED : Desired.RUNNING);
            case 4 -> random.nextInt(10) == 0 ? new RegistryCommand.DestroyVm(vm) : create(vm);
            case 5, 6, 7, 8 -> new RegistryCommand.Assign(vm, epoch, host, term);
            case 9, 10, 11, 12, 13 -> confirm(state, known, vm, epoch);
            case 14 -> new RegistryCommand.ReportStopped(vm, epoch, host, incarnation(state, host), "drawn");
            case 15, 16, 17, 18, 19, 20 ->
                new RegistryCommand.BeginMigration(vm, epoch, migration, ownerOf(known, host), host);
            case 21, 22, 23, 24, 25, 26 -> commit(state, known, new Begun(vm, epoch, migration));
            case 27, 28, 29 -> new RegistryCommand.AbortMigration(vm, epoch, migration, "drawn");
            case 30 -> revise(known, vm);
            case 31 -> settle(state, known, vm);
            case 32 -> new RegistryCommand.RebootVm(vm, epoch);
            case 33 -> confirmReboot(state, known, vm, epoch);
            case 34, 35 -> random.nextInt(5) == 0 ? scale(state) : rule();
            case 36, 38, 39 -> endPull(known, vm);
            case 37 -> drop(known, vm);
            case 41, 42 -> new RegistryCommand.MoveHome(vm, epoch, host, random.nextBoolean());
            default -> queue(vm, epoch, host);
        };
    }

    /// Mostly from as many as there are.
    private RegistryCommand scale(RegistryState state) {
        int now = Groups.members(
                        GROUP, state.view(new RegistryQuery.Everything()).vms())
                .size();
        int from = random.nextInt(6) == 0 ? now + 1 : now;
        return new RegistryCommand.ScaleGroup(GROUP, from, random.nextInt(2 * vms));
    }

    private RegistryCommand queue(VmId vm, long epoch, HostId to) {
        Priority priority = random.nextBoolean() ? Priority.HIGH : Priority.LOW;
        return new RegistryCommand.QueueMove(vm, epoch, Optional.of(to), Terms.byDefault(), priority);
    }

    private RegistryCommand drop(Optional<VmRecord> known, VmId vm) {
        long ticket = known.flatMap(VmRecord::queued).map(QueuedMove::ticket).orElse(0L);
        return new RegistryCommand.DropMove(vm, ticket - (random.nextInt(4) == 0 ? 1 : 0), "drawn");
    }

    private record Begun(VmId vm, long epoch, MigrationId migration) {}

    /// One in six leaves pages behind.
    private RegistryCommand commit(RegistryState state, Optional<VmRecord> known, Begun it) {
        HostId target = targetOf(known);
        return new RegistryCommand.CommitMigration(
                it.vm(), it.epoch(), it.migration(), target, incarnation(state, target), random.nextInt(6) == 0);
    }

    private RegistryCommand endPull(Optional<VmRecord> known, VmId vm) {
        return known.flatMap(VmRecord::settled)
                .map(last ->
                        new RegistryCommand.EndPull(vm, last.epoch() - (random.nextInt(8) == 0 ? 1 : 0), last.id()))
                .orElse(new RegistryCommand.EndPull(vm, 1, new MigrationId("m0")));
    }

    private RegistryCommand rule() {
        GroupRule rule = new GroupRule(GROUP, 1, 1 + random.nextInt(9), 600, 1);
        return new RegistryCommand.RuleGroup(GROUP, random.nextBoolean() ? Optional.empty() : Optional.of(rule));
    }

    private static boolean isChanging(VmRecord vm) {
        return vm.changes().asked().isPresent() || vm.changes().isToReboot();
    }

    private static HostId ownerOf(Optional<VmRecord> known, HostId otherwise) {
        return known.flatMap(VmRecord::owner).map(VmRecord.Owner::host).orElse(otherwise);
    }

    /// Mostly on the revision that stands, mostly to a size that it could have.
    private RegistryCommand revise(Optional<VmRecord> known, VmId vm) {
        long revision = known.map(it -> it.changes().revision()).orElse(0L) - (random.nextInt(8) == 0 ? 1 : 0);
        VmSpec before = known.map(VmRecord::spec).orElseGet(() -> created(vm));
        VmSpec next = SpecChange.size(
                        Optional.of(1 + random.nextInt(4)), Optional.of(MemorySize.ofGibibytes(1 + random.nextInt(3))))
                .of(before);
        boolean another = random.nextInt(20) == 0;
        return new RegistryCommand.ReviseVm(
                vm, revision, another ? next.with(VmKind.CONTAINER) : next, random.nextInt(6) == 0);
    }

    private RegistryCommand settle(RegistryState state, Optional<VmRecord> known, VmId vm) {
        long revision = known.map(it -> it.changes().revision()).orElse(0L) - (random.nextInt(8) == 0 ? 1 : 0);
        HostId host = known.flatMap(VmRecord::owner).map(VmRecord.Owner::host).orElse(host(1 + random.nextInt(3)));
        Optional<String> denied = random.nextInt(3) == 0 ? Optional.of("no room") : Optional.empty();
        return new RegistryCommand.SettleRevision(vm, revision, host, incarnation(state, host), denied);
    }

    private RegistryCommand confirmReboot(RegistryState state, Optional<VmRecord> known, VmId vm, long epoch) {
        HostId host = known.flatMap(VmRecord::owner).map(VmRecord.Owner::host).orElse(host(1 + random.nextInt(3)));
        return new RegistryCommand.ConfirmReboot(vm, epoch, host, incarnation(state, host));
    }

    private static RegistryCommand create(VmId vm) {
        return new RegistryCommand.CreateVm(created(vm));
    }

    private static VmSpec created(VmId vm) {
        int care = Math.floorMod(vm.value().hashCode(), 3);
        return vm(
                vm.value(),
                care == 0 ? Protection.NONE : Protection.RESTART,
                care == 2 ? Isolation.RUN : Isolation.STOP);
    }

    private RegistryCommand lost(RegistryState state, long term) {
        int number = 1 + random.nextInt(3);
        Evidence evidence = random.nextBoolean() ? Evidence.PERMIT_EXPIRED : Evidence.PROCESS_ENDED;
        return new RegistryCommand.DeclareLost(node(number), incarnation(state, host(number)), evidence, term);
    }

    private RegistryCommand confirm(RegistryState state, Optional<VmRecord> known, VmId vm, long epoch) {
        HostId host = known.flatMap(VmRecord::owner).map(VmRecord.Owner::host).orElse(host(1 + random.nextInt(3)));
        return new RegistryCommand.ConfirmStart(vm, epoch, host, incarnation(state, host));
    }

    private HostId targetOf(Optional<VmRecord> known) {
        return known.flatMap(VmRecord::migration)
                .map(VmRecord.Migration::target)
                .orElse(host(1 + random.nextInt(3)));
    }

    /// Mostly the newest incarnation, sometimes the one before.
    private long incarnation(RegistryState state, HostId host) {
        int number = host.value().charAt(1) - '0';
        long newest = state.view(new RegistryQuery.Everything()).nodes().stream()
                .filter(node -> node.node().equals(node(number)))
                .map(NodeRecord::incarnation)
                .findFirst()
                .orElse(1L);
        return random.nextInt(6) == 0 ? Math.max(1, newest - 1) : newest;
    }
}
