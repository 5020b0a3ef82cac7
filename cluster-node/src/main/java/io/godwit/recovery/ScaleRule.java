package io.godwit.recovery;

import io.godwit.registry.GroupRule;

/// How many VMs a group should have, from how many it has and how busy they are.
///
/// **The number.** With n VMs that want u of their CPU and a target t: the least number that would want at most t if
/// what they want in all stayed the same, ⌈n·u/t⌉, within the rule's bounds. Within a tenth of the target nothing
/// changes. (The form of Kubernetes' HorizontalPodAutoscaler and its default tolerance of 0.1; unverified, from
/// memory.)
///
/// After a step to that number, the same load asks for that number: at constant load there is one step and no other.
///
/// *Not modelled*: that a new VM needs its time before it takes its part of the load.
final class ScaleRule {

    private static final long TOLERANCE_PERMILLE = 100;

    private ScaleRule() {}

    /// @param now how many it has, at least one
    /// @param wantedMilliCores what they want together
    /// @param hasMilliCores what their vCPUs are together, above zero
    static int size(GroupRule rule, int now, long wantedMilliCores, long hasMilliCores) {
        long wanted = Math.multiplyExact(wantedMilliCores, 1000L);
        long atTarget = Math.multiplyExact(hasMilliCores, (long) rule.targetPermille());
        long off = Math.abs(wanted - atTarget);
        boolean near = Math.multiplyExact(off, 1000L) <= Math.multiplyExact(atTarget, TOLERANCE_PERMILLE);
        long size = near ? now : Math.ceilDiv(Math.multiplyExact(wanted, (long) now), atTarget);
        return (int) Math.clamp(size, (long) rule.min(), (long) rule.max());
    }
}
