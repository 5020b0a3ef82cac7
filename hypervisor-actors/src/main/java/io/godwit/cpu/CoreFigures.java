package io.godwit.cpu;

import java.util.List;
import java.util.OptionalInt;

/// One logical CPU of a machine that schedules quantum by quantum, at one moment. Counters run since the machine began.
///
/// @param core of which it is a thread
/// @param runs the slot of the VM of which a vCPU runs here
/// @param waiting the slot of each vCPU that waits here, by vCPU
/// @param busyNs how long it was not idle
/// @param waitedNs how long those that it ran had waited for it, together: steal
/// @param switches how often it went to another vCPU than the last
/// @param wakeUps vCPUs that woke and ran here first
public record CoreFigures(
        int cpu,
        int core,
        int socket,
        OptionalInt runs,
        List<Integer> waiting,
        long busyNs,
        long waitedNs,
        long switches,
        long wakeUps) {

    public CoreFigures {
        waiting = List.copyOf(waiting);
    }
}
