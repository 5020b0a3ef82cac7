package io.godwit.cpu;

import io.godwit.unit.Frequency;
import io.godwit.unit.IllegalQuantity;

/// The processors of a machine. A scheduler hands out [#cores]; a second thread of a core adds no processing of its
/// own under `fair-share`.
public record CpuTopology(int sockets, int coresPerSocket, int threadsPerCore, Frequency clock) {

    /// One core running all the time, in nano-cores.
    public static final long CORE = 1_000_000_000L;

    /// More than the largest x86 machine on sale has (8 sockets of 144 cores come close to none in use as hosts),
    /// and small enough for exact 64-bit arithmetic in the schedulers.
    public static final int MAX_CORES = 1_024;

    public CpuTopology {
        if (sockets < 1 || coresPerSocket < 1 || threadsPerCore < 1) {
            throw new IllegalQuantity("a machine of " + sockets + " sockets × " + coresPerSocket + " cores × "
                    + threadsPerCore + " threads has no processor: write at least 1 of each");
        }
        if ((long) sockets * coresPerSocket > MAX_CORES) {
            throw new IllegalQuantity("a machine of " + sockets + " sockets × " + coresPerSocket
                    + " cores is too large: write at most " + MAX_CORES + " cores");
        }
    }

    public int cores() {
        return sockets * coresPerSocket;
    }

    public long capacityNanoCores() {
        return cores() * CORE;
    }
}
