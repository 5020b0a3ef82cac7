package io.godwit.device;

import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Which of a client's numbers are held, as spans without a gap: most clients write in order, and then there is one.
public final class HeldNumbers {

    /// The last number of each span, by its first. Between two spans there is at least one number that is not held.
    private final NavigableMap<Long, Long> spans;

    private long size;

    public HeldNumbers() {
        this(new TreeMap<>(), 0);
    }

    private HeldNumbers(NavigableMap<Long, Long> spans, long size) {
        this.spans = spans;
        this.size = size;
    }

    public static HeldNumbers of(Held held) {
        HeldNumbers numbers = new HeldNumbers();
        numbers.addAll(1, held.upTo());
        held.beyond().forEach(span -> numbers.addAll(span.from(), span.to()));
        return numbers;
    }

    /// Another that holds the same, and goes its own way from here.
    HeldNumbers copy() {
        return new HeldNumbers(new TreeMap<>(spans), size);
    }

    /// @return whether it is new
    public boolean add(long number) {
        if (contains(number)) {
            return false;
        }
        addAll(number, number);
        return true;
    }

    public boolean contains(long number) {
        Map.Entry<Long, Long> span = spans.floorEntry(number);
        return span != null && span.getValue() >= number;
    }

    /// How many there are.
    public long size() {
        return size;
    }

    /// How many numbers are in at least one of these.
    static long inAny(List<HeldNumbers> some) {
        NavigableMap<Long, Long> furthest = new TreeMap<>();
        some.forEach(each -> each.spans.forEach((from, to) -> furthest.merge(from, to, Math::max)));
        long count = 0;
        long counted = Long.MIN_VALUE;
        for (Map.Entry<Long, Long> span : furthest.entrySet()) {
            long from = Math.max(span.getKey(), counted + 1);
            count += Math.max(0, span.getValue() - from + 1);
            counted = Math.max(counted, span.getValue());
        }
        return count;
    }

    /// All from 1 to this are held.
    public long upTo() {
        return spans.getOrDefault(1L, 0L);
    }

    public Held asHeld(String client) {
        List<Span> beyond = new ArrayList<>();
        spans.tailMap(2L).forEach((from, to) -> beyond.add(new Span(from, to)));
        return new Held(client, upTo(), beyond);
    }

    /// Takes in numbers of which none is held yet, if the first is not beyond the last.
    private void addAll(long from, long to) {
        if (from > to) {
            return;
        }
        size += to - from + 1;
        Map.Entry<Long, Long> before = spans.lowerEntry(from);
        long first = before != null && before.getValue() == from - 1 ? before.getKey() : from;
        Long after = spans.remove(to + 1);
        spans.put(first, after == null ? to : after);
    }
}
