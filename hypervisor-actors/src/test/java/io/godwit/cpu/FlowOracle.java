package io.godwit.cpu;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;

/// The definition of [FairShare] computed another way: one node per VM and per core, levels found by bisection in
/// steps of 2⁻²⁰ nano-core, and bottlenecks by trying to give each VM more. Slow, and shares nothing with what it
/// checks.
final class FlowOracle {

    static final long UNITS = 1L << 20;

    private final int cores;
    private final List<Drawn> vms;

    /// A VM as drawn by a test.
    record Drawn(CpuEntitlement entitlement, long demand) {

        long ceiling(int cores) {
            int usable = Math.min(
                    entitlement.vcpus(),
                    entitlement.affinity().map(CoreSet::size).orElse(cores));
            return Math.min(
                    Math.min(demand, usable * CpuTopology.CORE),
                    entitlement.capNanoCores().orElse(Long.MAX_VALUE));
        }

        long floor(int cores) {
            return Math.min(entitlement.reservationNanoCores(), ceiling(cores));
        }

        boolean mayUse(int core) {
            return entitlement.affinity().map(set -> set.contains(core)).orElse(true);
        }
    }

    FlowOracle(int cores, List<Drawn> vms) {
        this.cores = cores;
        this.vms = vms;
    }

    /// The exact grants, too small by less than a tenth of a nano-core.
    double[] grants() {
        int n = vms.size();
        long[] amounts = new long[n];
        boolean[] settled = new boolean[n];
        long slack = 1 + vms.stream().mapToLong(vm -> vm.entitlement().weight()).sum();
        while (!all(settled)) {
            long low = 0;
            long high = 16 * CpuTopology.CORE * UNITS;
            while (low < high) {
                long middle = low + (high - low + 1) / 2;
                if (feasible(at(middle, amounts, settled))) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            amounts = at(low, amounts, settled);
            for (int i = 0; i < n; i++) {
                settled[i] |= !canGrow(amounts, i, slack);
            }
        }
        return Arrays.stream(amounts)
                .mapToDouble(amount -> (double) amount / UNITS)
                .toArray();
    }

    /// How much of these amounts, in nano-cores, the cores can serve at once.
    long largestFlow(long[] amounts) {
        int source = vms.size() + cores;
        int sink = source + 1;
        long[][] residual = new long[sink + 1][sink + 1];
        long capacity = CpuTopology.CORE * UNITS;
        for (int i = 0; i < vms.size(); i++) {
            residual[source][i] = amounts[i];
            for (int core = 0; core < cores; core++) {
                residual[i][vms.size() + core] = vms.get(i).mayUse(core) ? Long.MAX_VALUE / 4 : 0;
            }
        }
        for (int core = 0; core < cores; core++) {
            residual[vms.size() + core][sink] = capacity;
        }
        long flow = 0;
        for (long more = augment(residual, source, sink); more > 0; more = augment(residual, source, sink)) {
            flow += more;
        }
        return flow;
    }

    private static long augment(long[][] residual, int source, int sink) {
        int[] before = new int[residual.length];
        Arrays.fill(before, -1);
        before[source] = source;
        var queue = new ArrayDeque<Integer>(List.of(source));
        while (!queue.isEmpty() && before[sink] < 0) {
            int node = queue.remove();
            for (int next = 0; next < residual.length; next++) {
                if (residual[node][next] > 0 && before[next] < 0) {
                    before[next] = node;
                    queue.add(next);
                }
            }
        }
        if (before[sink] < 0) {
            return 0;
        }
        long amount = Long.MAX_VALUE;
        for (int node = sink; node != source; node = before[node]) {
            amount = Math.min(amount, residual[before[node]][node]);
        }
        for (int node = sink; node != source; node = before[node]) {
            residual[before[node]][node] -= amount;
            residual[node][before[node]] += amount;
        }
        return amount;
    }

    private long[] at(long level, long[] amounts, boolean[] settled) {
        long[] result = amounts.clone();
        for (int i = 0; i < result.length; i++) {
            if (!settled[i]) {
                var vm = vms.get(i);
                long ceiling = vm.ceiling(cores) * UNITS;
                long unbounded = Math.min(ceiling / vm.entitlement().weight() + 1, level)
                        * vm.entitlement().weight();
                result[i] = Math.clamp(unbounded, vm.floor(cores) * UNITS, ceiling);
            }
        }
        return result;
    }

    private boolean canGrow(long[] amounts, int vm, long slack) {
        if (amounts[vm] + slack > vms.get(vm).ceiling(cores) * UNITS) {
            return false;
        }
        long[] more = amounts.clone();
        more[vm] += slack;
        return feasible(more);
    }

    private boolean feasible(long[] amounts) {
        return Arrays.stream(amounts).sum() == largestFlow(amounts);
    }

    private static boolean all(boolean[] flags) {
        for (boolean flag : flags) {
            if (!flag) {
                return false;
            }
        }
        return true;
    }
}
