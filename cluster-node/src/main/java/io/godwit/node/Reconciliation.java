package io.godwit.node;

import io.godwit.history.GuestEvent.Why;
import io.godwit.host.VmDescription;
import io.godwit.host.VmDescription.Phase;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.VmRecord;
import io.godwit.vm.Isolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Compares what is on a host with what the registry gave to it, and says what to do about the difference.
///
/// It looks at levels, never at edges: whatever message was lost, the next comparison finds what is left to do. Copies
/// that a migration holds (reserved, or paused for it) are the migration's to resume or release, and are left alone.
final class Reconciliation {

    private final HostId host;
    private final long incarnation;
    private final boolean permitted;
    private final boolean power;

    /// @param incarnation of the node, as it joined last
    /// @param permitted whether the node's permit is valid
    /// @param power whether the host has power
    Reconciliation(HostId host, long incarnation, boolean permitted, boolean power) {
        this.host = host;
        this.incarnation = incarnation;
        this.permitted = permitted;
        this.power = power;
    }

    /// @param owned the registry's records of the VMs that this host owns, asked after `local` was described
    /// @param busy VMs that a step is under way for
    List<HostStep> steps(List<VmDescription> local, List<VmRecord> owned, Predicate<VmId> busy) {
        var here = new TreeMap<VmId, VmDescription>();
        local.forEach(vm -> here.put(vm.vm(), vm));
        var records = new TreeMap<VmId, VmRecord>();
        owned.forEach(record -> records.put(record.spec().id(), record));
        var steps = new ArrayList<HostStep>();
        for (var record : records.values()) {
            if (!busy.test(record.spec().id())) {
                stepFor(record, Optional.ofNullable(here.get(record.spec().id())))
                        .ifPresent(steps::add);
            }
        }
        for (var vm : here.values()) {
            boolean isAwaited = vm.phase() == Phase.CAPTURED && isAwaited(vm.vm(), owned);
            if (!records.containsKey(vm.vm()) && !busy.test(vm.vm()) && !heldByMigration(vm) && !isAwaited) {
                steps.add(new HostStep.Stop(vm.vm(), Why.NOT_OWNER));
            }
        }
        return steps;
    }

    /// Whether a copy that is still asked for is to bring this VM.
    private static boolean isAwaited(VmId clone, List<VmRecord> owned) {
        return owned.stream().flatMap(record -> record.copies().job().stream()).anyMatch(job -> job.beside().stream()
                .anyMatch(spec -> spec.id().equals(clone)));
    }

    /// What isolation asks for now that the permit has run out, by each VM's own policy. One that is on its way, by a
    /// start, a migration or a copy, does not run yet, so that there is nothing to freeze: it is stopped, or it would
    /// run when it gets there, with no permit or with one of a later incarnation.
    static List<HostStep> isolate(List<VmDescription> local) {
        var steps = new ArrayList<HostStep>();
        for (var vm : local) {
            boolean begins = vm.phase() == Phase.OPENING;
            if (vm.spec().needsPermit() && (vm.phase() == Phase.RUNNING || begins)) {
                steps.add(
                        begins || vm.spec().care().isolation() == Isolation.STOP
                                ? new HostStep.Stop(vm.vm(), Why.PERMIT_EXPIRED)
                                : new HostStep.Pause(vm.vm(), Why.PERMIT_EXPIRED));
            }
        }
        return steps;
    }

    private Optional<HostStep> stepFor(VmRecord record, Optional<VmDescription> local) {
        if (local.isPresent() && (heldByMigration(local.get()) || local.get().phase() == Phase.OPENING)) {
            return Optional.empty();
        }
        if (record.desired() == Desired.STOPPED) {
            return Optional.of(
                    local.isPresent()
                            ? new HostStep.Stop(record.spec().id(), Why.REQUESTED)
                            : new HostStep.Report(record, "stopped as asked"));
        }
        return local.isPresent() ? present(record, local.get()) : absent(record);
    }

    private Optional<HostStep> absent(VmRecord record) {
        var owner = record.owner().orElseThrow();
        if (record.changes().isToReboot() && power && owner.incarnation() == incarnation) {
            var mayStart = permitted || !record.spec().needsPermit();
            return mayStart ? Optional.of(new HostStep.Reboot(record)) : Optional.empty();
        }
        if (owner.running() || !power) {
            return Optional.of(new HostStep.Report(record, power ? "it is not on " + host : host + " has no power"));
        }
        var mayStart = owner.incarnation() == incarnation
                && record.desired() == Desired.RUNNING
                && (permitted || !record.spec().needsPermit());
        return mayStart ? Optional.of(new HostStep.Confirm(record, false)) : Optional.empty();
    }

    private Optional<HostStep> present(VmRecord record, VmDescription vm) {
        var owner = record.owner().orElseThrow();
        var id = vm.vm();
        if (vm.epoch() > record.epoch() || (vm.epoch() < record.epoch() && !owner.running())) {
            return Optional.of(new HostStep.Stop(id, Why.NOT_OWNER));
        }
        if (owner.incarnation() != incarnation) {
            return Optional.of(new HostStep.Confirm(record, true));
        }
        if (vm.phase() == Phase.CAPTURED) {
            boolean mayRun = permitted || !record.spec().needsPermit();
            return mayRun ? Optional.of(resume(record, Why.COPY)) : Optional.empty();
        }
        if (record.changes().isToReboot()) {
            return Optional.of(new HostStep.Stop(id, Why.REBOOT));
        }
        if (vm.epoch() == record.epoch() && record.copies().job().isPresent()) {
            return Optional.of(new HostStep.Copy(record, record.copies().job().get()));
        }
        var spec = record.changes().asked().orElse(record.spec());
        if (vm.epoch() == record.epoch()
                && (record.changes().asked().isPresent() || !vm.spec().equals(spec))) {
            return Optional.of(new HostStep.Revise(record, spec));
        }
        if (vm.phase() == Phase.RUNNING) {
            return running(record, vm);
        }
        return paused(record, vm.pausedFor().orElseThrow());
    }

    private static Optional<HostStep> running(VmRecord record, VmDescription vm) {
        if (record.owner().orElseThrow().booting() && vm.epoch() == record.epoch()) {
            return Optional.of(new HostStep.Up(record));
        }
        if (record.desired() == Desired.PAUSED) {
            return Optional.of(new HostStep.Pause(vm.vm(), Why.REQUESTED));
        }
        // An abort that nobody here carried out has raised the epoch: the guest takes it up.
        return vm.epoch() < record.epoch() && record.migration().isEmpty()
                ? Optional.of(new HostStep.Pause(vm.vm(), Why.MIGRATION_ABORTED))
                : Optional.empty();
    }

    private Optional<HostStep> paused(VmRecord record, Why why) {
        var permit = permitted || !record.spec().needsPermit();
        var resume = permit
                && record.desired() == Desired.RUNNING
                && record.migration().isEmpty();
        return switch (why) {
            case PERMIT_EXPIRED -> resume ? Optional.of(resume(record, Why.PERMIT_RETURNED)) : Optional.empty();
            case REQUESTED, MIGRATION_ABORTED -> resume ? Optional.of(resume(record, why)) : Optional.empty();
            case COPY,
                    MIGRATION,
                    PERMIT_RETURNED,
                    NOT_OWNER,
                    FENCED,
                    REBOOT,
                    POWER_OFF,
                    PULL_CUT,
                    PULL_RESUMED,
                    MEMORY_LOST,
                    CRASHED,
                    OUT_OF_MEMORY,
                    KERNEL_PANIC -> Optional.empty();
        };
    }

    private static HostStep resume(VmRecord record, Why why) {
        return new HostStep.Resume(record.spec().id(), record.epoch(), why);
    }

    private static boolean heldByMigration(VmDescription vm) {
        return vm.phase() == Phase.RESERVED
                || vm.pausedFor().filter(why -> why == Why.MIGRATION).isPresent();
    }
}
