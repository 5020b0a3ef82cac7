package io.godwit.memory;

/// Hears of each page that a guest touches, before it is read or written, on hosts that find a frame for it first.
public interface PageFaults {

    /// Whether so many accesses will find frames and nothing of the guest is moved for them: then they may be made
    /// together.
    boolean isRoomyFor(int accesses);

    /// @return whether the guest still is: one that is stopped for want of memory writes no more
    boolean touch(long page, boolean writes);

    /// All accesses of a settlement have been made.
    void settled();
}
