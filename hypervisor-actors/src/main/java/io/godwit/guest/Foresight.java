package io.godwit.guest;

import java.util.OptionalLong;
import java.util.function.LongPredicate;

/// Finds how far a guest comes before it needs a page that it doesn't have. What a guest accesses is decided by how
/// much it has worked, so that it can be known before. Mutable: it goes forward only.
///
/// *Not modelled*: that other vCPUs of the guest go on while one waits. It reads nothing but files.
public final class Foresight {

    /// How many accesses are looked at before the guest is let go on, and asked again: about 0.2 ms of the host's time.
    private static final int FARTHEST = 4_096;

    private static final long NEVER = Long.MAX_VALUE;

    private final MemoryDirtier guest;
    private long write;
    private long read;

    /// @param writes how many it has made
    /// @param workNs how much it has worked
    public Foresight(MemoryDirtier guest, long writes, long workNs) {
        this.guest = guest;
        this.write = writes;
        this.read = guest.readsDue(workNs);
    }

    /// Where a guest has to stop.
    ///
    /// @param workNs it may work so much in all; the next access comes a nanosecond later
    /// @param page that it needs then; empty: it is to ask again
    public record Stop(long workNs, OptionalLong page) {

        /// It touches nothing any more.
        public static final Stop NONE = new Stop(NEVER, OptionalLong.empty());
    }

    /// @param lacks whether it doesn't have a page
    public Stop next(LongPredicate lacks) {
        for (int looked = 0; looked < FARTHEST; looked++) {
            long atNs = Math.min(writeNs(), readNs());
            if (atNs == NEVER) {
                return Stop.NONE;
            }
            long page = pageAt(atNs);
            if (lacks.test(page)) {
                return new Stop(atNs - 1, OptionalLong.of(page));
            }
            pass(atNs);
        }
        return new Stop(Math.min(writeNs(), readNs()) - 1, OptionalLong.empty());
    }

    private long writeNs() {
        return guest.workNsOfWrite(write).orElse(NEVER);
    }

    private long readNs() {
        return guest.workNsOfRead(read).orElse(NEVER);
    }

    private long pageAt(long atNs) {
        Seen seen = new Seen();
        if (writeNs() == atNs) {
            guest.apply(write, write + 1, seen);
        } else {
            guest.read(read, read + 1, seen);
        }
        return seen.page;
    }

    private void pass(long atNs) {
        if (writeNs() == atNs) {
            write++;
        } else {
            read++;
        }
    }

    /// Takes one access.
    private static final class Seen implements PageSink {

        private long page;

        @Override
        public void write(long touched, long content) {
            page = touched;
        }

        @Override
        public void read(long touched, long content) {
            page = touched;
        }
    }
}
