package io.godwit.time;

import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The pending timers of a world, ordered by (time, sequence): what is due earlier comes first, and of those due at the
/// same instant the one that was added first.
///
/// A 4-ary heap over an array of keys, so that a sift step compares four children of one cache line and touches no
/// timer. Adding costs O(log₄ n) at worst and O(1) on average, taking the first O(log₄ n). A cancelled timer stays
/// until it comes first, or until more than half of the heap is cancelled and all of them are swept out at once; so
/// cancelling costs amortized O(1), and the heap never holds more than twice what is pending.
final class TimerQueue {

    private static final int ARITY = 4;

    /// Below this size a sweep isn't worth its call.
    private static final int MIN_SWEEP = 64;

    /// Time and sequence of each timer, interleaved.
    private long[] keys = new long[2 * MIN_SWEEP];

    private @Nullable VirtualTimer[] timers = new @Nullable VirtualTimer[MIN_SWEEP];
    private int size;
    private int cancelled;
    private long sequence;

    void add(long timeNs, VirtualTimer timer) {
        if (size == timers.length) {
            timers = Arrays.copyOf(timers, 2 * size);
            keys = Arrays.copyOf(keys, 4 * size);
        }
        siftUp(size++, timeNs, sequence++, timer);
    }

    /// When the first pending timer is due, or [Long#MAX_VALUE] if there is none.
    long firstTimeNs() {
        while (size > 0 && at(0).isCancelled()) {
            removeFirst();
            cancelled--;
        }
        return size == 0 ? Long.MAX_VALUE : keys[0];
    }

    /// Takes out the first timer, which must be pending: call [#firstTimeNs()] before.
    VirtualTimer takeFirst() {
        VirtualTimer first = at(0);
        removeFirst();
        return first;
    }

    /// Must be told once of each timer that was cancelled while in here.
    void noteCancelled() {
        cancelled++;
        if (size >= MIN_SWEEP && cancelled > size / 2) {
            removeIf(VirtualTimer::isCancelled);
        }
    }

    /// Sweeps out all cancelled timers, and the pending ones that match. Costs O(n).
    void removeIf(Predicate<VirtualTimer> unwanted) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            VirtualTimer timer = at(i);
            if (!timer.isCancelled() && !unwanted.test(timer)) {
                put(kept++, keys[2 * i], keys[2 * i + 1], timer);
            }
        }
        Arrays.fill(timers, kept, size, null);
        size = kept;
        cancelled = 0;
        for (int i = (size - 2) / ARITY; i >= 0 && size > 1; i--) {
            siftDown(i, keys[2 * i], keys[2 * i + 1], at(i));
        }
    }

    /// How many timers are held in memory, cancelled ones included.
    int size() {
        return size;
    }

    private void removeFirst() {
        size--;
        VirtualTimer last = at(size);
        timers[size] = null;
        if (size > 0) {
            siftDown(0, keys[2 * size], keys[2 * size + 1], last);
        }
    }

    private void siftUp(int hole, long time, long order, VirtualTimer timer) {
        int index = hole;
        while (index > 0) {
            int parent = (index - 1) / ARITY;
            if (!precedes(time, order, parent)) {
                break;
            }
            move(parent, index);
            index = parent;
        }
        put(index, time, order, timer);
    }

    private void siftDown(int hole, long time, long order, VirtualTimer timer) {
        int index = hole;
        while (true) {
            int child = ARITY * index + 1;
            if (child >= size) {
                break;
            }
            int least = child;
            int end = Math.min(child + ARITY, size);
            for (int other = child + 1; other < end; other++) {
                if (precedes(keys[2 * other], keys[2 * other + 1], least)) {
                    least = other;
                }
            }
            if (precedes(time, order, least)) {
                break;
            }
            move(least, index);
            index = least;
        }
        put(index, time, order, timer);
    }

    private boolean precedes(long time, long order, int index) {
        long otherTime = keys[2 * index];
        return time < otherTime || (time == otherTime && order < keys[2 * index + 1]);
    }

    private void move(int from, int to) {
        put(to, keys[2 * from], keys[2 * from + 1], at(from));
    }

    private void put(int index, long time, long order, VirtualTimer timer) {
        keys[2 * index] = time;
        keys[2 * index + 1] = order;
        timers[index] = timer;
    }

    private VirtualTimer at(int index) {
        VirtualTimer timer = timers[index];
        assert timer != null : "a slot below the size is filled";
        return timer;
    }
}
