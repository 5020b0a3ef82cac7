package io.godwit.memory.pressure;

import io.godwit.time.Seed;

/// Tells how much of what a VM has it uses, from a few of its pages: they are marked as not touched, and looked at
/// again after a period (Waldspurger, OSDI 2002, section 5.3; unverified). Of a slow mean, a fast one and the latest
/// period the largest counts, so that a VM which begins to work is believed at once, and one that stops only after a
/// while.
final class Sample {

    private static final double FAST = 0.5;
    private static final double SLOW = 0.1;

    /// Draws of a page, for each that is wanted, before a VM is taken to have none.
    private static final int DRAWS = 10;

    private final PagePlaces places;
    private final Seed seed;
    private final long pages;
    private long[] drawn = {};
    private int count;
    private long draws;
    private double slow = 1;
    private double fast = 1;
    private double latest = 1;

    Sample(PagePlaces places, Seed seed, long pages) {
        this.places = places;
        this.seed = seed;
        this.pages = pages;
    }

    /// Ratio of its pages that it uses; 1 as long as nothing is known.
    double used() {
        return Math.max(latest, Math.max(slow, fast));
    }

    /// Ends a period and begins the next one.
    void renew(int wanted) {
        if (count > 0) {
            int touched = 0;
            for (int i = 0; i < count; i++) {
                touched += (places.state(drawn[i]) & Place.SAMPLED) != 0 ? 1 : 0;
            }
            latest = (double) touched / count;
            fast += FAST * (latest - fast);
            slow += SLOW * (latest - slow);
        }
        draw(wanted);
    }

    private void draw(int wanted) {
        drawn = new long[wanted];
        count = 0;
        for (int draw = 0; draw < DRAWS * wanted && count < wanted; draw++) {
            long page = Math.unsignedMultiplyHigh(seed.number(draws++), pages);
            if (Place.isPresent(Place.of(places.state(page)))) {
                places.forget(page, Place.SAMPLED);
                drawn[count++] = page;
            }
        }
    }
}
