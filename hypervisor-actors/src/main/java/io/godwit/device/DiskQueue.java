package io.godwit.device;

/// When a disk completes what it is given: one operation after the other, each as long as the tighter of its two rates
/// asks, and each answered a latency after its turn.
///
/// *Not modelled*: reordering, caches, and that a real disk's latency depends on where its blocks are.
public final class DiskQueue {

    /// What one write of a ledger moves: a block of the size that file systems use.
    public static final long BLOCK_BYTES = 4096;

    private final DiskSpec spec;
    private long freeAtNs;

    public DiskQueue(DiskSpec spec) {
        this.spec = spec;
    }

    /// When an operation is complete that arrives now.
    public long completedAtNs(long nowNs, long bytes) {
        long serviceNs =
                Math.max(spec.operations().timeOfNs(1), spec.bandwidth().nanosFor(bytes));
        freeAtNs = Math.addExact(Math.max(nowNs, freeAtNs), serviceNs);
        return freeAtNs + spec.latency().toNanos();
    }
}
