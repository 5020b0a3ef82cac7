package io.godwit.device;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which of a client's numbers are held, where most come in order: all up to one, and some beyond it.
public final class HeldNumbers {

    private long upTo;
    private final SortedSet<Long> beyond = new TreeSet<>();

    public static HeldNumbers of(Disk.Held held) {
        HeldNumbers numbers = new HeldNumbers();
        numbers.upTo = held.upTo();
        numbers.beyond.addAll(held.beyond());
        return numbers;
    }

    /// @return whether it is new
    public boolean add(long number) {
        if (contains(number)) {
            return false;
        }
        beyond.add(number);
        while (!beyond.isEmpty() && beyond.first() == upTo + 1) {
            upTo++;
            beyond.removeFirst();
        }
        return true;
    }

    public boolean contains(long number) {
        return number <= upTo || beyond.contains(number);
    }

    /// How many there are.
    public long size() {
        return upTo + beyond.size();
    }

    public Disk.Held asHeld(String client) {
        return new Disk.Held(client, upTo, List.copyOf(beyond));
    }
}
