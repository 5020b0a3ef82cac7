package io.godwit.cpu;

import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import java.time.Duration;

/// What each vCPU costs by being there, and how guests use theirs unless a workload says otherwise, as a file under
/// `config/vcpus` says. Each part names its source.
public record GuestCosts(String guest, Tick tick, Interrupts interrupts, Locks locks, Threads threads) {

    /// The timer interrupt of a guest's kernel.
    ///
    /// @param running on a vCPU that runs
    /// @param idle on a vCPU that has no thread, for what a kernel does without being asked
    public record Tick(EventRate running, EventRate idle, Duration cost, String source) {}

    /// Interrupts that vCPUs get.
    ///
    /// @param wake of a vCPU that slept: an exit, the injection and the way back
    /// @param broadcasts sent by each thread to all other vCPUs of its VM, to invalidate what their TLBs hold
    /// @param broadcast cost to the sender, for each vCPU that it waits for
    public record Interrupts(Duration wake, EventRate broadcasts, Duration broadcast, String source) {}

    /// @param held part of its time in which a thread holds a lock that the others of its VM wait for at once
    public record Locks(Share held, String source) {}

    /// @param burst work that a thread does before it sleeps
    /// @param spread of sleeps around their mean, as a part of it: evenly from less to more by this much
    /// @param workingSet that it touches in each burst
    /// @param stay how long a guest's kernel leaves a thread on a vCPU at least, while others have none
    public record Threads(Duration burst, Share spread, MemorySize workingSet, Duration stay, String source) {

        public Threads {
            if (burst.isZero() || burst.isNegative()) {
                throw new IllegalQuantity("a burst of no time is no burst: write more than 0s");
            }
        }
    }
}
