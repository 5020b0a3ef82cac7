package io.godwit.memory.pressure;

/// Where a page of a guest is, as its [PagePlaces] keep it: three bits, beside what has touched it lately.
final class Place {

    /// Never touched, or still the image's where VMs share the frames of images.
    static final int NONE = 0;

    /// In a frame of its VM's own.
    static final int OWN = 1;

    /// In a frame that equal pages share.
    static final int SHARED = 2;

    /// Compressed, in the host's memory.
    static final int COMPRESSED = 3;

    /// On the host's disk.
    static final int SWAPPED = 4;

    /// The guest gave it up: what it holds is in a file or in the guest's swap.
    static final int GIVEN_UP = 5;

    private static final int MASK = 7;

    /// Touched since the host's hand came by.
    static final int SEEN_BY_HOST = 8;

    /// Touched since the guest's hand came by.
    static final int SEEN_BY_GUEST = 16;

    /// Touched since it was drawn as a sample.
    static final int SAMPLED = 32;

    static final int TOUCHED = SEEN_BY_HOST | SEEN_BY_GUEST | SAMPLED;

    private Place() {}

    static int of(int state) {
        return state & MASK;
    }

    static int with(int state, int place) {
        return (state & ~MASK) | place;
    }

    /// Whether it is one that the guest uses and its host has to keep.
    static boolean isPresent(int place) {
        return place >= OWN && place <= SWAPPED;
    }

    /// A set of places, for [ClockHand].
    static int only(int... places) {
        int set = 0;
        for (int place : places) {
            set |= 1 << place;
        }
        return set;
    }
}
