package io.godwit.guest;

import io.godwit.unit.EventRate;

/// What a guest does in each second of its own CPU time that its hypervisor may have to know of.
///
/// @param privileged instructions that only a kernel may run, beyond those of the other events
/// @param systemCalls entries into its kernel
/// @param pageTableUpdates entries of its page tables that its kernel writes
/// @param pageFaults accesses that its kernel has to do something for
/// @param contextSwitches from one of its processes to another
/// @param programStarts forks that end in a program, with all their page tables and faults, which count nowhere else
/// @param tlbMisses addresses that the processor doesn't find in its TLB
/// @param hypercalls that it makes by itself, beyond those that a mechanism makes of other events
/// @param kicks of its devices: work that it gives to them
/// @param interrupts of its devices
/// @param interProcessor interrupts from one of its vCPUs to another
/// @param timers ticks of its clock
public record Activity(
        EventRate privileged,
        EventRate systemCalls,
        EventRate pageTableUpdates,
        EventRate pageFaults,
        EventRate contextSwitches,
        EventRate programStarts,
        EventRate tlbMisses,
        EventRate hypercalls,
        EventRate kicks,
        EventRate interrupts,
        EventRate interProcessor,
        EventRate timers) {

    private static final EventRate NEVER = EventRate.parse("0/s");
    private static final Activity NONE =
            new Activity(NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER, NEVER);

    /// A guest that only computes.
    public static Activity none() {
        return NONE;
    }
}
