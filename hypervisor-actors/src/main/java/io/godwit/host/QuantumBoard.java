package io.godwit.host;

import io.godwit.cpu.CpuEntitlement;
import io.godwit.cpu.CpuRefusal;
import io.godwit.cpu.CpuTopology;
import io.godwit.cpu.QuantumFigures;
import io.godwit.cpu.QuantumMachine;
import io.godwit.cpu.QuantumSettings;
import io.godwit.cpu.VcpuLoad;
import io.godwit.cpu.WakeLatency;
import io.godwit.unit.Exact;
import java.util.Arrays;
import java.util.Optional;

/// The CPU of a host that schedules quantum by quantum. Its machine lags behind until somebody asks, and then catches
/// up event by event; what a guest got is known afterwards, exactly, as an average over the time since it was last
/// told.
final class QuantumBoard {

    private final QuantumMachine machine;
    private long[] demand = new long[8];
    private long[] sinceNs = new long[8];
    private long[] lateSinceNs = new long[8];

    QuantumBoard(CpuTopology topology, QuantumSettings settings) {
        machine = new QuantumMachine(topology, settings, 0);
    }

    QuantumMachine machine() {
        return machine;
    }

    Optional<CpuRefusal> refusal(CpuEntitlement vm) {
        return machine.refusal(vm);
    }

    Optional<CpuRefusal> refusalOfChange(int slot, CpuEntitlement to) {
        return machine.refusalOfChange(slot, to);
    }

    /// @param slot that the VM must get
    void add(int slot, CpuEntitlement vm, VcpuLoad load, long nowNs) {
        catchUp(nowNs);
        int given = machine.add(vm, load);
        if (given != slot) {
            throw new IllegalStateException("slot " + given + " in place of " + slot);
        }
        if (slot >= demand.length) {
            demand = Arrays.copyOf(demand, 2 * slot);
            sinceNs = Arrays.copyOf(sinceNs, 2 * slot);
            lateSinceNs = Arrays.copyOf(lateSinceNs, 2 * slot);
        }
        demand[slot] = 0;
        mark(slot);
    }

    void remove(int slot) {
        machine.remove(slot);
        demand[slot] = 0;
    }

    void change(int slot, CpuEntitlement to, VcpuLoad load) {
        machine.change(slot, to);
        machine.use(slot, load);
        mark(slot);
    }

    /// From now on the VM wants this much.
    void demand(int slot, long nanoCores, long nowNs) {
        catchUp(nowNs);
        machine.demand(slot, nanoCores);
        demand[slot] = nanoCores;
        mark(slot);
    }

    /// What the VM got on average since the last mark, of what it demanded; the mark moves to now.
    long received(int slot, long nowNs) {
        long average = grantNanoCores(slot, nowNs);
        mark(slot);
        return average;
    }

    /// The same, and the mark stays.
    long grantNanoCores(int slot, long nowNs) {
        catchUp(nowNs);
        long elapsedNs = (nowNs - sinceNs[slot]) * machine.threads(slot);
        long lateNs = Math.min(elapsedNs, machine.figures(slot).lateNs() - lateSinceNs[slot]);
        return elapsedNs == 0 ? demand[slot] : Exact.floorMulDiv(demand[slot], elapsedNs - lateNs, elapsedNs);
    }

    long wantedNanoCores(int slot) {
        return demand[slot];
    }

    /// Whether anything happens on it while nobody asks.
    boolean isBusy() {
        return Arrays.stream(demand).anyMatch(wanted -> wanted > 0);
    }

    VmDescription.Queueing queueing(int slot, long nowNs) {
        catchUp(nowNs);
        QuantumFigures figures = machine.figures(slot);
        WakeLatency wakes = machine.wakes(slot);
        return new VmDescription.Queueing(
                figures.readyNs(),
                figures.withheldNs(),
                figures.stoppedNs(),
                figures.stalledNs(),
                figures.spunNs(),
                figures.switches(),
                figures.migrations(),
                new VmDescription.WakeUps(
                        wakes.count(),
                        wakes.permilleNs(500),
                        wakes.permilleNs(900),
                        wakes.permilleNs(990),
                        wakes.longestNs()));
    }

    long ranNs(int slot, long nowNs) {
        catchUp(nowNs);
        return machine.figures(slot).ranNs();
    }

    long stolenNs(int slot, long nowNs) {
        catchUp(nowNs);
        return machine.figures(slot).stealNs();
    }

    void catchUp(long nowNs) {
        if (nowNs > machine.nowNs()) {
            machine.advance(nowNs);
        }
    }

    private void mark(int slot) {
        sinceNs[slot] = machine.nowNs();
        lateSinceNs[slot] = machine.figures(slot).lateNs();
    }
}
