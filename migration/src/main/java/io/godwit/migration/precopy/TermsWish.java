package io.godwit.migration.precopy;

import io.godwit.history.MigrationEvent.Aid;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.migration.precopy.StopRule.DowntimeLimit;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.IllegalQuantity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What somebody says of a migration's [Terms]; the rest is as usual.
///
/// @param stop for the modes that copy while the guest runs; so are the limits of downtime and rounds
/// @param downtimeLimit for [Rule#DOWNTIME_LIMIT] alone
/// @param maxRounds for [Rule#DOWNTIME_LIMIT] and [Rule#FIXED_ROUNDS]
public record TermsWish(
        Optional<Mode> mode,
        Optional<Rule> stop,
        Optional<Duration> downtimeLimit,
        Optional<Integer> maxRounds,
        Optional<Bandwidth> bandwidth,
        HelpWish help) {

    /// What is said of the usual mode.
    public TermsWish(
            Optional<Rule> stop,
            Optional<Duration> downtimeLimit,
            Optional<Integer> maxRounds,
            Optional<Bandwidth> bandwidth,
            Optional<List<Aid>> help) {
        this(Optional.empty(), stop, downtimeLimit, maxRounds, bandwidth, HelpWish.of(help));
    }

    /// The stop rules that have a name.
    public enum Rule {
        DOWNTIME_LIMIT,
        XEN,
        XEN_4_5,
        ADAPTIVE_RATE,
        FIXED_ROUNDS
    }

    /// QEMU's longest `downtime-limit` (migration/options.c, 9.0).
    private static final Duration LONGEST = Duration.ofSeconds(2000);

    private static final int MAX_ROUNDS = 10_000;

    public static TermsWish none() {
        return new TermsWish(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// @throws IllegalQuantity if they don't go together, with a sentence for people
    public Terms over(Terms usual) {
        Mode how = mode.orElse(usual.mode());
        require(
                how.movesMemory() || (bandwidth.isEmpty() && help.isEmpty()),
                "no memory travels in mode " + how.word() + ": remove bandwidth and help, or the mode");
        boolean copiesFirst = how == Mode.PRE_COPY || how == Mode.HYBRID;
        require(
                copiesFirst || (stop.isEmpty() && downtimeLimit.isEmpty() && maxRounds.isEmpty()),
                "stop rules, limits of downtime and rounds are for pre-copy and hybrid: remove them, or the mode");
        require(
                downtimeLimit.isEmpty()
                        || (downtimeLimit.get().toNanos() > 0
                                && downtimeLimit.get().compareTo(LONGEST) <= 0),
                "a downtime limit is above zero and at most " + LONGEST.toSeconds() + "s: write 300ms or so");
        require(
                maxRounds.isEmpty() || (maxRounds.get() >= 0 && maxRounds.get() <= MAX_ROUNDS),
                "rounds are at most " + MAX_ROUNDS + ": write 30 or so");
        require(
                bandwidth.isEmpty() || bandwidth.get().bitsPerSecond() > 0,
                "a bandwidth of zero moves nothing: write 1Gbit or so");
        return new Terms(how, rule(usual.stop()), bandwidth.or(usual::most), help.over(usual.help()));
    }

    private StopRule rule(StopRule usual) {
        Rule named = stop.orElseGet(() -> nameOf(usual));
        require(
                downtimeLimit.isEmpty() || named == Rule.DOWNTIME_LIMIT,
                "a downtime limit is for the stop rule downtime-limit: remove one of both");
        require(
                maxRounds.isEmpty() || named == Rule.DOWNTIME_LIMIT || named == Rule.FIXED_ROUNDS,
                "rounds are for the stop rules downtime-limit and fixed-rounds: remove one of both");
        return switch (named) {
            case DOWNTIME_LIMIT -> limit(usual instanceof DowntimeLimit it ? it : defaultLimit());
            case XEN -> StopRule.FewPages.xen();
            case XEN_4_5 -> StopRule.FewPages.xen45();
            case ADAPTIVE_RATE -> StopRule.AdaptiveRate.clark05();
            case FIXED_ROUNDS -> new StopRule.FixedRounds(maxRounds.orElse(1));
        };
    }

    private DowntimeLimit limit(DowntimeLimit usual) {
        int rounds = maxRounds.orElse(usual.maxRounds());
        require(rounds > 0, "a downtime can't be forecast before a round: write at least 1");
        return new DowntimeLimit(downtimeLimit.map(Duration::toNanos).orElse(usual.downtimeNs()), rounds);
    }

    private static DowntimeLimit defaultLimit() {
        return (DowntimeLimit) Terms.byDefault().stop();
    }

    private static Rule nameOf(StopRule rule) {
        return switch (rule) {
            case DowntimeLimit _ -> Rule.DOWNTIME_LIMIT;
            case StopRule.FewPages few -> few.maxMemories() == 0 ? Rule.XEN : Rule.XEN_4_5;
            case StopRule.AdaptiveRate _ -> Rule.ADAPTIVE_RATE;
            case StopRule.FixedRounds _ -> Rule.FIXED_ROUNDS;
        };
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalQuantity(otherwise);
        }
    }
}
