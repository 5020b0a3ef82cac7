package io.godwit.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;

/// VMs grouped by equal affinity, cores classed by which groups may use them, and the largest flow of demand from
/// the groups to the classes. Ten thousand pinned VMs make at most as many groups as there are different pins, and
/// a host without affinity is one group and one class.
final class CoreGroups {

    private static final int NONE = -1;

    /// Mark of what a search without success visited: no later path can lead through it.
    private static final int REACHED = Integer.MAX_VALUE;

    /// Sums stop here, far above any capacity, instead of overflowing.
    private static final long PLENTY = (1L << 62) - 1;

    private final boolean[][] mayUse;
    private final long[] classCapacity;

    /// Demand of each group, then what of it found no core.
    private final long[] unmet;

    private final long[] spare;
    private final long[][] flow;
    private final int[] groupMark;
    private final int[] classMark;
    private final int[] queue;
    private final int[] groupBefore;
    private final int[] classBefore;
    private int search;

    /// @param affinities the affinity of each group, no two alike
    CoreGroups(List<CoreSet> affinities, int cores) {
        var coresByUsers = new LinkedHashMap<List<Boolean>, Integer>();
        for (int core = 0; core < cores; core++) {
            var users = new ArrayList<Boolean>();
            for (CoreSet affinity : affinities) {
                users.add(affinity.contains(core));
            }
            coresByUsers.merge(users, 1, Integer::sum);
        }
        int groups = affinities.size();
        int classes = coresByUsers.size();
        mayUse = new boolean[groups][classes];
        classCapacity = new long[classes];
        int next = 0;
        for (var entry : coresByUsers.entrySet()) {
            for (int group = 0; group < groups; group++) {
                mayUse[group][next] = entry.getKey().get(group);
            }
            classCapacity[next++] = entry.getValue() * CpuTopology.CORE;
        }
        unmet = new long[groups];
        spare = new long[classes];
        flow = new long[groups][classes];
        groupMark = new int[groups];
        classMark = new int[classes];
        queue = new int[groups];
        groupBefore = new int[classes];
        classBefore = new int[groups];
    }

    int groups() {
        return mayUse.length;
    }

    int classes() {
        return classCapacity.length;
    }

    long capacity(int cores) {
        return classCapacity[cores];
    }

    /// Forgets all demand and flow. Amounts are from now on in parts of `1 / scale` nano-core.
    void start(long scale) {
        for (int cores = 0; cores < spare.length; cores++) {
            spare[cores] = classCapacity[cores] * scale;
        }
        for (long[] row : flow) {
            Arrays.fill(row, 0);
        }
        Arrays.fill(unmet, 0);
        Arrays.fill(groupMark, 0);
        Arrays.fill(classMark, 0);
        search = 0;
    }

    /// Takes a class of cores out of this computation.
    void exhaust(int cores) {
        spare[cores] = 0;
    }

    void demand(int group, long amount) {
        unmet[group] = Math.min(PLENTY, unmet[group] + amount);
    }

    /// Routes as much demand to cores as fits, by shortest augmenting paths, and returns how much does not. Where
    /// some does not, the groups and classes that are then *reached* are the bottleneck: these groups may use no
    /// other classes, and demand more than they have.
    long route() {
        long missing = 0;
        for (int group = 0; group < unmet.length; group++) {
            int end = unmet[group] > 0 ? path(group) : NONE;
            while (end != NONE) {
                push(group, end);
                end = unmet[group] > 0 ? path(group) : NONE;
            }
            missing = Math.min(PLENTY, missing + unmet[group]);
        }
        return missing;
    }

    boolean isReachedGroup(int group) {
        return groupMark[group] == REACHED;
    }

    boolean isReachedClass(int cores) {
        return classMark[cores] == REACHED;
    }

    /// Searches breadth-first for a class with spare capacity.
    private int path(int start) {
        search++;
        int head = 0;
        int tail = 0;
        queue[tail++] = start;
        groupMark[start] = search;
        classBefore[start] = NONE;
        while (head < tail) {
            int group = queue[head++];
            for (int cores = 0; cores < spare.length; cores++) {
                if (mayUse[group][cores] && !isMarked(classMark[cores])) {
                    classMark[cores] = search;
                    groupBefore[cores] = group;
                    if (spare[cores] > 0) {
                        return cores;
                    }
                    tail = enqueueUsers(cores, tail);
                }
            }
        }
        replace(groupMark);
        replace(classMark);
        return NONE;
    }

    private int enqueueUsers(int cores, int tail) {
        int end = tail;
        for (int user = 0; user < flow.length; user++) {
            if (flow[user][cores] > 0 && !isMarked(groupMark[user])) {
                groupMark[user] = search;
                classBefore[user] = cores;
                queue[end++] = user;
            }
        }
        return end;
    }

    private boolean isMarked(int mark) {
        return mark == search || mark == REACHED;
    }

    private void replace(int[] marks) {
        for (int i = 0; i < marks.length; i++) {
            marks[i] = marks[i] == search ? REACHED : marks[i];
        }
    }

    /// Sends as much as fits along the path that the last search found.
    private void push(int start, int end) {
        long amount = Math.min(unmet[start], spare[end]);
        for (int group = groupBefore[end]; group != start; group = groupBefore[classBefore[group]]) {
            amount = Math.min(amount, flow[group][classBefore[group]]);
        }
        unmet[start] -= amount;
        spare[end] -= amount;
        int cores = end;
        for (int group = groupBefore[end]; group != start; group = groupBefore[cores]) {
            flow[group][cores] += amount;
            cores = classBefore[group];
            flow[group][cores] -= amount;
        }
        flow[start][cores] += amount;
    }
}
