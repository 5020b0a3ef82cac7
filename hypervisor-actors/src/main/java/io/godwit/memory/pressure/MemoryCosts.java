package io.godwit.memory.pressure;

import io.godwit.settings.SettingsFile;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import java.time.Duration;

/// How hosts that manage memory do it, and what it costs, as a file of `config/memory` says. Each part names its
/// source.
///
/// @param turn how often a host looks at its memory while it has reason to
public record MemoryCosts(
        String memory, Duration turn, Thresholds free, Balloon balloon, Scan scan, Compression compression) {

    public static final SettingsFile<MemoryCosts> FILES = SettingsFile.of(MemoryCosts.class, "memory");

    public MemoryCosts {
        check(turn.toMillis() >= 1, "a turn of " + turn.toNanos() + "ns is too short: write 1ms or more");
    }

    /// Shares of a host's memory that are free, below which it does something about it.
    ///
    /// @param high above it, balloons are let go
    /// @param soft below it, balloons are inflated
    /// @param hard below it, pages are compressed and swapped at once
    public record Thresholds(Share high, Share soft, Share hard, String source) {

        public Thresholds {
            check(
                    high.compareTo(soft) >= 0 && soft.compareTo(hard) >= 0,
                    "thresholds of " + high + ", " + soft + " and " + hard + " rise: write each at most as the one"
                            + " before it");
        }
    }

    /// @param speed at which a guest's driver takes pages, and gives them back
    /// @param idleTax how much less an idle page counts than a used one, see [IdleTax]
    /// @param samples pages of a VM that are looked at to tell how many it uses
    /// @param samplePeriod for how long they are
    public record Balloon(Bandwidth speed, Share idleTax, int samples, Duration samplePeriod, String source) {

        public Balloon {
            check(speed.bitsPerSecond() > 0, "a balloon without speed never moves: write one above zero");
            check(idleTax.compareTo(Share.ALL) < 0, "an idle tax of 100% takes all: write less");
            check(samples > 0 && samples <= 10_000, samples + " samples: write 1 to 10000");
            check(samplePeriod.isPositive(), "a sample period of no time: write one above zero");
        }
    }

    /// @param pages looked at in a cycle
    /// @param sleep between two cycles
    /// @param pageCost CPU time for a page
    /// @param item memory that the scanner keeps for a page
    public record Scan(int pages, Duration sleep, Duration pageCost, MemorySize item, String source) {

        public Scan {
            check(pages > 0, "a cycle of " + pages + " pages: write one or more");
            check(
                    sleep.plus(pageCost.multipliedBy(pages)).isPositive(),
                    "a scan that neither sleeps nor costs time has no speed: write a sleep");
        }

        /// From the start of one cycle to the start of the next.
        long cycleNs() {
            return sleep.toNanos() + pageCost.toNanos() * pages;
        }

        /// Of one core, while it scans.
        long nanoCores() {
            return 1_000_000_000L * pageCost.toNanos() * pages / cycleNs();
        }

        public Scan with(int otherPages, Duration otherSleep) {
            return new Scan(otherPages, otherSleep, pageCost, item, source);
        }
    }

    /// @param toAQuarter share of pages that compress to a quarter of their size or less
    /// @param toHalf share of pages that compress to less than half of their size, but not to a quarter
    /// @param pool share of a host's memory that compressed pages may fill
    public record Compression(
            Share toAQuarter, Share toHalf, Share pool, Duration compress, Duration decompress, String source) {

        private static final long PERMILLE = 1_000;

        public Compression {
            check(
                    toAQuarter.billionths() + toHalf.billionths() <= Share.ALL.billionths(),
                    "more pages compress than there are: write at most 100% together");
        }

        long toAQuarterPermille() {
            return toAQuarter.of(PERMILLE);
        }

        long toHalfPermille() {
            return toHalf.of(PERMILLE);
        }
    }

    private static void check(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalQuantity(sentence);
        }
    }
}
