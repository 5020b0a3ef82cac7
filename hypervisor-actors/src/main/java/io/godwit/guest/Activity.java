package io.godwit.guest;

import io.godwit.unit.EventRate;

/// What a guest does in each second of its own CPU time that its hypervisor may have to know of.
///
/// @param systemCalls entries into its kernel
/// @param pageTableUpdates entries of its page tables that its kernel writes
/// @param contextSwitches from one of its processes to another
/// @param tlbMisses addresses that the processor doesn't find in its TLB
/// @param privileged other instructions that only a kernel may run
public record Activity(
        EventRate systemCalls,
        EventRate pageTableUpdates,
        EventRate contextSwitches,
        EventRate tlbMisses,
        EventRate privileged) {

    private static final EventRate NEVER = EventRate.parse("0/s");
    private static final Activity NONE = new Activity(NEVER, NEVER, NEVER, NEVER, NEVER);

    /// A guest that only computes.
    public static Activity none() {
        return NONE;
    }
}
