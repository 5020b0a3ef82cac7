package io.godwit.migration.precopy;

import java.time.Duration;

/// What the pages that follow a guest are expected to cost it.
///
/// A fault takes a round trip, half a batch that is on the wire, and the page. Of the pages that a guest touches for
/// the first time, those fault that are lacking and have not been pushed. As the push goes on from the last fault, it
/// is taken to reach first what the guest will ever touch, all of that alike. While the guest stands it touches
/// nothing, and the push goes on.
///
/// *Not modelled*: that what is pushed lies where the guest goes on, so that a guest which writes in order faults less.
///
/// @param pages that follow it
/// @param bytes what they are charged on the wire
/// @param durationNs from the target's question until the last one has come
/// @param faults how often the guest stands still for one
/// @param faultNs for how long each time
public record PullForecast(long pages, long bytes, long durationNs, long faults, long faultNs) {

    private static final int STEPS = 1_000;

    /// In which a guest touches whatever it will.
    private static final long LONG_NS = Duration.ofDays(1).toNanos();

    /// For how long the guest stands still in all.
    public long stallNs() {
        return Math.multiplyExact(faults, faultNs);
    }

    /// @param out the link and helps
    /// @param batchPages pages that are pushed at a time
    static PullForecast of(Lack lack, Outgoing out, int batchPages) {
        GuestMemory guest = out.guest();
        long latencyNs = out.link().latency().toNanos();
        Foreseen all = out.following(lack.pages());
        long reached = Math.min(lack.pages(), guest.dirtying().pagesIn(LONG_NS));
        long faultNs = 2 * latencyNs
                + out.written(batchPages).durationNs() / 2
                + out.written(1).durationNs();
        return new PullForecast(
                lack.pages(),
                all.bytes(),
                latencyNs + all.durationNs() + latencyNs,
                Math.round(faults(
                        out.written(reached).durationNs(),
                        faultNs,
                        runNs -> touched(guest, lack.writtenInNs(), runNs))),
                faultNs);
    }

    /// What follows the guest.
    ///
    /// @param writtenInNs the time in which it wrote those pages; 0: they are all that it has
    record Lack(long pages, long writtenInNs) {}

    /// How many different lacking pages a guest touches that runs for so long.
    @FunctionalInterface
    private interface Touched {

        long in(long runNs);
    }

    /// Of two sets of pages that are written in two times, so many are expected to be in both.
    private static long touched(GuestMemory guest, long writtenInNs, long runNs) {
        Dirtying dirtying = guest.dirtying();
        return writtenInNs == 0
                ? dirtying.pagesIn(runNs)
                : dirtying.pagesIn(runNs) + dirtying.pagesIn(writtenInNs) - dirtying.pagesIn(writtenInNs + runNs);
    }

    private static double faults(long pushNs, long faultNs, Touched touched) {
        long stepNs = Math.max(1, pushNs / STEPS);
        double passedNs = 0;
        double faults = 0;
        for (long runNs = 0; passedNs < pushNs; runNs += stepNs) {
            double lacking = 1 - passedNs / pushNs;
            double now = Math.max(0, touched.in(runNs + stepNs) - touched.in(runNs)) * lacking;
            double most = (pushNs - passedNs) / faultNs; // the push goes on while it stands
            faults += Math.min(now, most);
            passedNs += stepNs + now * faultNs;
        }
        return faults;
    }
}
