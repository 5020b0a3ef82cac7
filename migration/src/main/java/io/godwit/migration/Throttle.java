package io.godwit.migration;

/// How much of its CPU is taken from a guest so that it writes less. Mutable, confined to the source's actor.
final class Throttle {

    private final Guest guest;
    private int percent;

    Throttle(Guest guest) {
        this.guest = guest;
    }

    void set(int next) {
        if (next != percent) {
            percent = next;
            guest.throttle(next);
        }
    }

    int percent() {
        return percent;
    }
}
