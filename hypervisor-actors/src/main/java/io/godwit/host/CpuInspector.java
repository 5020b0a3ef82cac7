package io.godwit.host;

import io.godwit.cpu.CoreFigures;
import io.godwit.cpu.CpuTopology;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// Tells who has the cores of a host and who waits for them. Changes nothing but that quanta are counted up to now.
///
/// @param state of the host, as it is now
record CpuInspector(HostState state) {

    HostCpu look(long nowNs) {
        state.cpu().catchUp(nowNs);
        Optional<QuantumBoard> quanta = state.cpu().quanta();
        List<HostCpu.Core> cores = quanta.map(this::cores).orElse(List.of());
        HostPortrait portrait = state.portrait();
        List<HostCpu.Vm> vms = state.all().stream()
                .map(resident -> new HostCpu.Vm(
                        resident.id(),
                        resident.spec().vcpus(),
                        resident.spec().cpu(),
                        portrait.describe(resident, nowNs).cpu(),
                        quanta.flatMap(board -> boxed(board.machine().home(resident.slot())))))
                .toList();
        return new HostCpu(
                state.host(),
                machine(quanta.map(board -> board.machine().decisions()).orElse(0L), own(nowNs), cores.size(), vms),
                cores,
                vms);
    }

    private HostCpu.Own own(long nowNs) {
        HostShare own = state.own();
        OptionalInt slot = own.slot();
        return new HostCpu.Own(
                own.demandNanoCores(),
                own.grantNanoCores(),
                own.toMoveNanoCores(),
                slot.isPresent() ? state.cpu().ranNs(slot.getAsInt(), nowNs) : 0,
                slot.isPresent() ? state.cpu().stolenNs(slot.getAsInt(), nowNs) : 0);
    }

    private HostCpu.Machine machine(long decisions, HostCpu.Own own, int cores, List<HostCpu.Vm> vms) {
        CpuTopology topology = state.machine().topology();
        return new HostCpu.Machine(
                state.engine().make().scheduling().word(),
                new HostCpu.Shape(topology.sockets(), topology.coresPerSocket(), topology.threadsPerCore()),
                vms.stream().mapToLong(vm -> vm.cpu().demandNanoCores()).sum(),
                vms.stream().mapToLong(vm -> vm.cpu().grantNanoCores()).sum(),
                decisions,
                own,
                cores,
                vms.size());
    }

    private List<HostCpu.Core> cores(QuantumBoard board) {
        Map<Integer, String> names = new TreeMap<>();
        state.all().forEach(resident -> names.put(resident.slot(), resident.id().value()));
        state.own().slot().ifPresent(slot -> names.put(slot, HostCpu.HOST));
        return board.machine().cores().stream()
                .map(figures -> core(figures, names))
                .toList();
    }

    private static HostCpu.Core core(CoreFigures of, Map<Integer, String> names) {
        return new HostCpu.Core(
                of.cpu(),
                of.core(),
                of.socket(),
                boxed(of.runs()).map(names::get),
                of.waiting().stream().map(names::get).toList(),
                of.busyNs(),
                of.waitedNs(),
                of.switches(),
                of.wakeUps());
    }

    private static Optional<Integer> boxed(OptionalInt number) {
        return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
    }
}
