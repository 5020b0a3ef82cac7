package io.godwit.device;

/// When a disk completes the numbered writes that it is given: one after the other, each as long as the tighter of its
/// two rates asks, and each answered a latency after its turn. Bulk that guests have on it besides makes them wait.
///
/// *Not modelled*: reordering, caches, and that a real disk's latency depends on where its blocks are.
public final class DiskQueue {

    /// What one write of a ledger moves: a block of the size that file systems use.
    public static final long BLOCK_BYTES = 4096;

    private static final long NS_PS = 1_000;

    private final DiskSpec spec;
    private Crowd crowd = Crowd.NONE;
    private long freeAtNs;

    public DiskQueue(DiskSpec spec) {
        this.spec = spec;
    }

    /// What bulk is in the way of a numbered write.
    ///
    /// @param aheadNs what is in the queue when it comes
    /// @param betweenNs what is taken up between it and the one before it
    public record Crowd(long aheadNs, long betweenNs) {

        public static final Crowd NONE = new Crowd(0, 0);
    }

    /// From now on, this is in the way.
    public void crowd(Crowd now) {
        crowd = now;
    }

    /// When an operation is complete that arrives now.
    public long completedAtNs(long nowNs, long bytes) {
        long serviceNs = Math.ceilDiv(spec.busyPs(DiskSpec.Access.RANDOM_WRITE, bytes), NS_PS);
        long startNs = Math.max(Math.addExact(nowNs, crowd.aheadNs()), Math.addExact(freeAtNs, crowd.betweenNs()));
        freeAtNs = Math.addExact(startNs, serviceNs);
        return freeAtNs + spec.latency().toNanos();
    }
}
