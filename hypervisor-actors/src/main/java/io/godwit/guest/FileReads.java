package io.godwit.guest;

import io.godwit.time.Seed;
import io.godwit.unit.EventRate;

/// Reads a guest's files, in pages at random, each of which it keeps at a place of its own behind the working set.
/// Which page the n-th read is depends on the seed and `n` alone; what is in it, on the files alone.
///
/// @param order the guest's own
/// @param files the same for all guests that read them
/// @param firstPage of memory where the first page of the files is kept
/// @param pages of the files, and of memory for them
record FileReads(Seed order, Seed files, long firstPage, long pages, EventRate reads) {

    /// How many reads a guest has made that has worked for so long.
    long due(long workNs) {
        return reads.eventsIn(workNs);
    }

    void apply(long fromRead, long toRead, PageSink sink) {
        for (long n = fromRead; n < toRead; n++) {
            long page = Math.unsignedMultiplyHigh(order.number(n), pages);
            long content = files.number(page);
            sink.read(firstPage + page, content == 0 ? 1 : content);
        }
    }
}
