package io.godwit.relay;

import io.godwit.link.CutMode;
import io.godwit.link.LinkQuality;
import io.godwit.time.Timeline;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One direction between two nodes, shared by all connections whose bytes go this way.
///
/// Bytes are put on the way one after the other, at its bandwidth, and arrive its latency later.
final class RelayedWay {

    private final Timeline timeline;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Optional<LinkQuality> quality = Optional.empty();
    private Optional<CutMode> cut = Optional.empty();
    private long freeAtNs;
    private long connections;
    private long bytes;
    private long stoppedBytes;
    private long resets;

    RelayedWay(Timeline timeline) {
        this.timeline = timeline;
    }

    void cut(CutMode mode) {
        locked(() -> cut = Optional.of(mode));
    }

    void heal() {
        locked(() -> cut = Optional.empty());
    }

    /// Bytes that are under way keep the time at which they arrive.
    void become(LinkQuality next) {
        locked(() -> {
            quality = Optional.of(next);
            freeAtNs = Math.min(freeAtNs, timeline.now());
        });
    }

    void noteConnection() {
        locked(() -> connections++);
    }

    void noteReset() {
        locked(() -> resets++);
    }

    RelayTraffic traffic() {
        lock.lock();
        try {
            return new RelayTraffic(connections, bytes, stoppedBytes, resets);
        } finally {
            lock.unlock();
        }
    }

    /// Whether a connection that sends this way breaks, as of now.
    boolean breaks() {
        lock.lock();
        try {
            return cut.filter(CutMode.LOSE::equals).isPresent();
        } finally {
            lock.unlock();
        }
    }

    /// Puts bytes on the way, after all that were put on it before.
    ///
    /// @return when the last of them arrives
    long put(int count) {
        lock.lock();
        try {
            long now = timeline.now();
            if (quality.isEmpty()) {
                return now;
            }
            LinkQuality current = quality.get();
            freeAtNs = Math.max(freeAtNs, now) + current.bandwidth().nanosFor(count);
            return freeAtNs + current.latency().toNanos();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until bytes that were put have arrived: at their time, and not while the way is cut.
    ///
    /// @return false if their connection breaks instead
    boolean arrive(long dueNs, int count) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = dueNs - timeline.now();
            boolean stopped = false;
            while (left > 0 || cut.isPresent()) {
                if (cut.isPresent() && !stopped) {
                    stopped = true;
                    stoppedBytes += count;
                }
                if (cut.filter(CutMode.LOSE::equals).isPresent()) {
                    return false;
                }
                if (cut.isPresent()) {
                    changed.await();
                } else {
                    changed.awaitNanos(left);
                }
                left = dueNs - timeline.now();
            }
            bytes += count;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
