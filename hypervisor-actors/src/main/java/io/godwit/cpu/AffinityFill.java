package io.godwit.cpu;

import java.util.Arrays;

/// Shares cores among VMs of several affinities, exactly as [FairShare] defines it, by progressive filling.
///
/// Raise one water level for all VMs as far as the cores can follow. It is stopped by a *bottleneck*: VMs that
/// together use up all cores that any of them may use. Nobody in it can get more except from one that has no more
/// by weight, so its grants are final; its cores are out of reach for the rest, whose level goes on rising. The
/// level of the next bottleneck is found from above: while the demand at some level does not flow, lower it to
/// where the cores that the minimum cut names suffice. Such cuts are nested (Gallo, Grigoriadis & Tarjan, *A Fast
/// Parametric Maximum Flow Algorithm*, SIAM Journal on Computing 18(1), 1989), so there are at most as many as
/// groups.
///
/// Cost: for each bottleneck a few flows on groups × classes, see [CoreGroups].
final class AffinityFill {

    private final WaterLevel level;
    private final CoreGroups cores;
    private final boolean[] settledGroup;
    private final boolean[] exhaustedClass;
    private final boolean[] tightGroup;
    private final boolean[] tightClass;
    private int[] members = new int[8];

    AffinityFill(WaterLevel level, CoreGroups cores) {
        this.level = level;
        this.cores = cores;
        settledGroup = new boolean[cores.groups()];
        exhaustedClass = new boolean[cores.classes()];
        tightGroup = new boolean[cores.groups()];
        tightClass = new boolean[cores.classes()];
    }

    /// Computes the grants of the first `count` of the active slots.
    ///
    /// @param groupOf the group of each slot
    /// @param grants receives the grant of each slot
    void fill(int[] active, int count, int[] groupOf, long[] grants) {
        Arrays.fill(settledGroup, false);
        Arrays.fill(exhaustedClass, false);
        level.unbounded();
        while (!flows(active, count, groupOf)) {
            int lowered = 0;
            do {
                if (lowered++ > cores.groups()) {
                    throw new IllegalStateException("the bottleneck does not shrink: the floors do not flow");
                }
                rememberBottleneck();
                int tight = collectTight(active, count, groupOf);
                level.find(members, tight, tightCapacity());
            } while (!flows(active, count, groupOf));
            grant(active, count, groupOf, grants);
            settleBottleneck();
            level.unbounded();
        }
        Arrays.fill(tightGroup, true);
        grant(active, count, groupOf, grants);
    }

    private boolean flows(int[] active, int count, int[] groupOf) {
        cores.start(level.scale());
        for (int i = 0; i < exhaustedClass.length; i++) {
            if (exhaustedClass[i]) {
                cores.exhaust(i);
            }
        }
        for (int i = 0; i < count; i++) {
            int slot = active[i];
            if (!settledGroup[groupOf[slot]]) {
                cores.demand(groupOf[slot], level.scaled(slot));
            }
        }
        return cores.route() == 0;
    }

    private void rememberBottleneck() {
        for (int group = 0; group < tightGroup.length; group++) {
            tightGroup[group] = cores.isReachedGroup(group);
        }
        for (int i = 0; i < tightClass.length; i++) {
            tightClass[i] = cores.isReachedClass(i) && !exhaustedClass[i];
        }
    }

    private int collectTight(int[] active, int count, int[] groupOf) {
        if (members.length < count) {
            members = new int[active.length];
        }
        int found = 0;
        for (int i = 0; i < count; i++) {
            if (tightGroup[groupOf[active[i]]]) {
                members[found++] = active[i];
            }
        }
        return found;
    }

    private long tightCapacity() {
        long capacity = 0;
        for (int i = 0; i < tightClass.length; i++) {
            capacity += tightClass[i] ? cores.capacity(i) : 0;
        }
        return capacity;
    }

    private void grant(int[] active, int count, int[] groupOf, long[] grants) {
        for (int i = 0; i < count; i++) {
            int slot = active[i];
            int group = groupOf[slot];
            if (tightGroup[group] && !settledGroup[group]) {
                grants[slot] = level.of(slot);
            }
        }
    }

    private void settleBottleneck() {
        for (int group = 0; group < settledGroup.length; group++) {
            settledGroup[group] |= tightGroup[group];
        }
        for (int i = 0; i < exhaustedClass.length; i++) {
            exhaustedClass[i] |= tightClass[i];
        }
    }
}
