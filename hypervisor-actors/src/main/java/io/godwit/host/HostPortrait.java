package io.godwit.host;

import io.godwit.cpu.DemandHistory;
import io.godwit.device.DevicePath;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Burden;
import io.godwit.vm.VirtualMachine;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells how things are with a host and its VMs. Changes nothing but that quanta are counted up to now, and that demand
/// is remembered once somebody has asked for it.
///
/// @param state of the host, as it is now
record HostPortrait(HostState state) {

    HostDescription describe(long nowNs) {
        state.cpu().catchUp(nowNs);
        long demand = state.own().demandNanoCores();
        long grant = state.own().grantNanoCores();
        long reserved = 0;
        List<VmDescription> vms = new ArrayList<>();
        for (Resident resident : state.all()) {
            demand += state.cpu().demandNanoCores(resident.slot());
            grant += state.cpu().grantNanoCores(resident.slot());
            reserved += resident.spec().cpu().reservationNanoCores();
            if (!resident.isEnding()) {
                vms.add(describe(resident, nowNs));
            }
        }
        long capacity = state.machine().topology().capacityNanoCores();
        return new HostDescription(
                state.host(),
                new HostDescription.Cpu(capacity, reserved, demand, grant),
                state.forGuests(),
                state.memory().unreserved(),
                state.memory().free(),
                state.machine().power().wattsAt((double) grant / capacity),
                vms);
    }

    /// What the guests that run here have used.
    List<VmUse> uses(long nowNs) {
        return state.all().stream()
                .filter(resident -> resident.phase() instanceof Residency.Running)
                .map(resident -> use(resident, nowNs))
                .toList();
    }

    private VmUse use(Resident resident, long nowNs) {
        DemandHistory history = state.cpu().history(resident.slot(), nowNs);
        return new VmUse(
                resident.id(),
                resident.spec().vcpus(),
                resident.spec().memory(),
                state.machine().memory().page().times(resident.memory().usedPages()),
                history.wantedNs(nowNs),
                history.spread(nowNs));
    }

    VmDescription describe(Resident resident, long nowNs) {
        int slot = resident.slot();
        state.cpu().catchUp(nowNs);
        long demand = state.cpu().demandNanoCores(slot);
        long grant = state.cpu().grantNanoCores(slot);
        return new VmDescription(
                resident.spec(),
                state.host(),
                phaseOf(resident.phase()),
                resident.phase() instanceof Residency.Paused(var _, var why, var _)
                        ? Optional.of(why)
                        : Optional.empty(),
                resident.phase().epoch(),
                new VmDescription.CpuFigures(
                        demand,
                        grant,
                        state.cpu().ranNs(slot, nowNs),
                        state.cpu().stolenNs(slot, nowNs),
                        state.cpu().quanta().map(quanta -> quanta.queueing(slot, nowNs))),
                memoryFigures(resident, demand <= grant ? 1 : (double) grant / demand),
                resident.ledgerFigures());
    }

    /// What the VM's devices are asked for and get done.
    VmDevices devices(Resident resident, long nowNs) {
        VmSpec vm = resident.spec();
        Optional<DeviceTenant> tenant = state.devices().known(resident.slot());
        DevicePath disk = state.engine().deviceOf(vm, DevicePath.Use.BLOCK);
        DevicePath card = state.engine().deviceOf(vm, DevicePath.Use.NETWORK);
        return new VmDevices(
                vm.id(),
                state.host(),
                tenant.map(DeviceTenant::paceMillionths).orElse(VirtualMachine.Pace.WHOLE),
                new VmDevices.BlockDevice(
                        disk.device(),
                        disk.backEnd(),
                        vm.disk(),
                        vm.platform().disk(),
                        tenant.flatMap(it -> it.blockBulk(nowNs))),
                new VmDevices.Card(
                        card.device(),
                        card.backEnd(),
                        vm.platform().network(),
                        tenant.flatMap(it -> it.cardBulk(nowNs))));
    }

    VmInspection inspect(Resident resident, long nowNs) {
        Burden burden = resident.burden();
        Inspector.Reading now = reading(resident, nowNs);
        Inspector.Past past = state.mappings().past(resident);
        return new VmInspection(
                resident.id(),
                state.host(),
                state.engine().profile().hypervisor(),
                state.engine().mechanismOf(resident.spec()),
                past.cost(burden, now),
                past.counted(burden, now));
    }

    /// How far a VM's accounts have come.
    Inspector.Reading reading(Resident resident, long nowNs) {
        var time = new Inspector.Time(
                state.cpu().ranNs(resident.slot(), nowNs),
                state.cpu().stolenNs(resident.slot(), nowNs),
                resident.stallNs());
        Inspector.Bulk devices = state.devices()
                .known(resident.slot())
                .map(tenant -> new Inspector.Bulk(tenant.exits(nowNs), tenant.guestNs(nowNs), tenant.backEndNs(nowNs)))
                .orElse(Inspector.Bulk.NONE);
        return new Inspector.Reading(time, devices);
    }

    private VmDescription.MemoryFigures memoryFigures(Resident resident, double byCpu) {
        double writes = resident.spec()
                .workload()
                .memory()
                .map(load -> load.writes().perSecond())
                .orElse(0.0);
        double pace = byCpu
                * state.devices()
                        .running(resident.slot())
                        .map(DeviceTenant::paceMillionths)
                        .orElse(VirtualMachine.Pace.WHOLE)
                / VirtualMachine.Pace.WHOLE;
        boolean runs = resident.phase() instanceof Residency.Running;
        MemorySize page = state.machine().memory().page();
        return new VmDescription.MemoryFigures(
                resident.spec().memory(),
                page.times(resident.memory().use().privatePages()),
                runs ? writes * pace : 0,
                state.managed()
                        .flatMap(it -> it.figures(resident.id()))
                        .map(figures -> Terms.places(figures, page, resident.stallNs())));
    }

    private static VmDescription.Phase phaseOf(Residency residency) {
        return switch (residency) {
            case Residency.Admitted(), Residency.Opening _, Residency.Booting _, Residency.Recalling _ ->
                VmDescription.Phase.OPENING;
            case Residency.Reserved _, Residency.Installed _ -> VmDescription.Phase.RESERVED;
            case Residency.Expected _, Residency.Captured _ -> VmDescription.Phase.CAPTURED;
            case Residency.Running _, Residency.Pausing _, Residency.Stunned _ -> VmDescription.Phase.RUNNING;
            case Residency.Paused _, Residency.Stopping _, Residency.ShuttingDown _ -> VmDescription.Phase.PAUSED;
        };
    }
}
