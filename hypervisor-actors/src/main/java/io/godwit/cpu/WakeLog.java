package io.godwit.cpu;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// How long the vCPUs of each VM of a machine waited when they woke, by slot.
///
/// A wake-up is noted first, and counted with many others: the counters of a thousand VMs lie far apart, and a
/// processor fetches those of many wake-ups in the time of one.
final class WakeLog {

    private static final int LONGEST = 256;

    private final int[] slots = new int[LONGEST];
    private final long[] waitedNs = new long[LONGEST];
    private int noted;
    private @Nullable WakeLatency[] counted = new @Nullable WakeLatency[8];

    void add(int slot) {
        if (slot >= counted.length) {
            counted = Arrays.copyOf(counted, 2 * slot);
        }
        counted[slot] = new WakeLatency();
    }

    void remove(int slot) {
        count();
        counted[slot] = null;
    }

    /// A vCPU of the VM in a slot runs that woke so long ago.
    void note(int slot, long ns) {
        if (noted == LONGEST) {
            count();
        }
        slots[noted] = slot;
        waitedNs[noted++] = ns;
    }

    /// All wake-ups of a VM since it came.
    WakeLatency of(int slot) {
        count();
        return latency(slot);
    }

    private void count() {
        for (int i = 0; i < noted; i++) {
            latency(slots[i]).record(waitedNs[i]);
        }
        noted = 0;
    }

    private WakeLatency latency(int slot) {
        WakeLatency latency = counted[slot];
        if (latency == null) {
            throw new IllegalArgumentException("no VM in slot " + slot);
        }
        return latency;
    }
}
