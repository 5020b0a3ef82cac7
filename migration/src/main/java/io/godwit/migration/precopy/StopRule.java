package io.godwit.migration.precopy;

import io.godwit.unit.Bandwidth;
import io.godwit.unit.MemorySize;
import java.util.List;

/// When a pre-copy has copied enough, and how fast it copies meanwhile. A rule is a value: each is what some hypervisor
/// does, with its constants as defaults.
///
/// One of them can give up: [DowntimeLimit] when its rounds are used up, as its promise would be broken. The others
/// promise no downtime, and stop the guest whatever it costs; a hybrid then lets what is left follow it.
public sealed interface StopRule {

    /// What to do after the rounds so far, when stopping now would cost this.
    ///
    /// @param rounds that were copied; the first sent every page
    Course weigh(List<Round> rounds, Forecast ifStopped);

    /// How fast the next round may go on a link of this speed.
    default Bandwidth rate(List<Round> rounds, Bandwidth link) {
        return link;
    }

    /// How fast the last pages go, while the guest stands.
    default Bandwidth lastRate(Bandwidth link) {
        return link;
    }

    /// QEMU's: as soon as the forecast downtime is within the limit (`downtime-limit`, 300 ms by default, at most 2,000
    /// s; migration/options.c, 9.0).
    ///
    /// @param downtimeNs switch over when the forecast downtime is within this
    /// @param maxRounds give up, saying so, when it still is not after so many rounds; at least 1. QEMU itself goes on
    ///     for ever
    record DowntimeLimit(long downtimeNs, int maxRounds) implements StopRule {

        public DowntimeLimit {
            if (downtimeNs < 0 || maxRounds < 1) {
                throw new IllegalArgumentException("a downtime of " + downtimeNs + " ns, " + maxRounds + " rounds");
            }
        }

        @Override
        public Course weigh(List<Round> rounds, Forecast ifStopped) {
            if (ifStopped.downtimeNs() <= downtimeNs) {
                return new Course.SwitchOver(ifStopped);
            }
            return rounds.size() < maxRounds
                    ? new Course.CopyAgain()
                    : new Course.GiveUp(rounds.size(), ifStopped, downtimeNs);
        }
    }

    /// Xen's: few dirty pages, or enough rounds, or enough sent.
    ///
    /// @param fewPages stop when fewer are dirty
    /// @param maxRounds stop after so many; at least 1
    /// @param maxMemories stop when so many times the guest's memory was sent; 0: never for that
    record FewPages(long fewPages, int maxRounds, int maxMemories) implements StopRule {

        public FewPages {
            if (fewPages < 1 || maxRounds < 1 || maxMemories < 0) {
                throw new IllegalArgumentException(
                        fewPages + " pages, " + maxRounds + " rounds, " + maxMemories + " memories");
            }
        }

        /// 50 pages, 5 rounds (libxenguest, xg_sr_save.c).
        public static FewPages xen() {
            return new FewPages(50, 5, 0);
        }

        /// 50 pages, 29 rounds, three times the memory (libxc of 4.4 and 4.5, xc_domain_save.c).
        public static FewPages xen45() {
            return new FewPages(50, 29, 3);
        }

        @Override
        public Course weigh(List<Round> rounds, Forecast ifStopped) {
            long sent = rounds.stream().mapToLong(Round::pages).sum();
            boolean enough = rounds.size() >= maxRounds
                    || (maxMemories > 0
                            && sent > maxMemories * rounds.getFirst().pages());
            if (ifStopped.pages() < fewPages) {
                return new Course.SwitchOver(ifStopped);
            }
            return enough ? new Course.StopAnyway(ifStopped) : new Course.CopyAgain();
        }
    }

    /// That of Clark et al., *Live Migration of Virtual Machines*, NSDI 2005, §5.3: the first round at the lowest rate,
    /// each further one at the rate at which pages were dirtied in the last, and a bit; stop when that would be too
    /// fast, or little is left; the last pages at the highest rate.
    record AdaptiveRate(Bandwidth lowest, Bandwidth highest, Bandwidth increment, MemorySize little)
            implements StopRule {

        public AdaptiveRate {
            if (lowest.bitsPerSecond() == 0 || lowest.compareTo(highest) > 0) {
                throw new IllegalArgumentException("rates from " + lowest + " to " + highest);
            }
        }

        /// 100 to 500 Mbit/s in steps of 50, and 256 KB.
        public static AdaptiveRate clark05() {
            return new AdaptiveRate(
                    Bandwidth.parse("100Mbit"),
                    Bandwidth.parse("500Mbit"),
                    Bandwidth.parse("50Mbit"),
                    MemorySize.ofKibibytes(256));
        }

        @Override
        public Course weigh(List<Round> rounds, Forecast ifStopped) {
            if (ifStopped.bytes() < little.bytes()) {
                return new Course.SwitchOver(ifStopped);
            }
            return wanted(rounds) > highest.bitsPerSecond() ? new Course.StopAnyway(ifStopped) : new Course.CopyAgain();
        }

        @Override
        public Bandwidth rate(List<Round> rounds, Bandwidth link) {
            return slower(new Bandwidth(Math.min(wanted(rounds), highest.bitsPerSecond())), link);
        }

        @Override
        public Bandwidth lastRate(Bandwidth link) {
            return slower(highest, link);
        }

        private long wanted(List<Round> rounds) {
            return rounds.isEmpty()
                    ? lowest.bitsPerSecond()
                    : Math.max(
                            lowest.bitsPerSecond(), rounds.getLast().dirtyBitsPerSecond() + increment.bitsPerSecond());
        }

        private static Bandwidth slower(Bandwidth one, Bandwidth other) {
            return one.compareTo(other) < 0 ? one : other;
        }
    }

    /// So many rounds, whatever is left. None is to stop first and then copy.
    record FixedRounds(int rounds) implements StopRule {

        public FixedRounds {
            if (rounds < 0) {
                throw new IllegalArgumentException(rounds + " rounds");
            }
        }

        @Override
        public Course weigh(List<Round> copied, Forecast ifStopped) {
            return copied.size() >= rounds ? new Course.StopAnyway(ifStopped) : new Course.CopyAgain();
        }
    }
}
