package io.godwit.migration.precopy;

import io.godwit.unit.Exact;

/// A guest's memory, as far as a prediction needs it.
///
/// @param pages all of them, which the first round sends
/// @param contents of these
/// @param vcpus of the guest
/// @param dirtying how many different ones it writes in a time
public record GuestMemory(long pages, MemoryContents contents, int vcpus, Dirtying dirtying) {

    /// As migrations send by default.
    private static final int BATCH_PAGES = 256;

    /// Of a guest with one vCPU and no two pages alike but for so many that were never used.
    public GuestMemory(long pages, long unusedPages, Dirtying dirtying) {
        this(pages, MemoryContents.unused(unusedPages), 1, dirtying);
    }

    public GuestMemory withVcpus(int count) {
        return new GuestMemory(pages, contents, count, dirtying);
    }

    /// How many pages it writes in a round, with so much of its CPU taken.
    long dirtyIn(long durationNs, int throttlePercent) {
        return Math.min(pages, dirtying.pagesIn(runsNs(durationNs, throttlePercent)));
    }

    /// How long it has run in a round.
    long runsNs(Round round) {
        return runsNs(round.durationNs(), round.throttlePercent());
    }

    private static long runsNs(long durationNs, int throttlePercent) {
        return Exact.floorMulDiv(durationNs, 100L - throttlePercent, 100);
    }

    /// How many pages of a round are not written again before their turn. The pages that the guest writes come first,
    /// as they do in its memory, and each batch passes over those that were written until then.
    ///
    /// *Not modelled*: that what was written in the last round is written rather than other pages of the set.
    long stillClean(Pass pass, int throttlePercent) {
        long reach = dirtying.reach();
        long contested = Math.min(pass.pages(), reach);
        double sent = 0;
        for (double met = 0, batch; met < contested; met += batch) {
            long atNs = pass.bandwidth().nanosFor(pass.bytesOf(Math.round(sent)));
            double clean = 1 - dirtyIn(atNs, throttlePercent) / (double) reach;
            batch = Math.min(BATCH_PAGES / clean, contested - met);
            sent += clean * batch;
        }
        return Math.round(sent) + pass.pages() - contested;
    }
}
