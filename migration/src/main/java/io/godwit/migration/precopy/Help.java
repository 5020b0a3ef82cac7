package io.godwit.migration.precopy;

import io.godwit.history.MigrationEvent.Aid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a pre-copy does so that it converges sooner.
///
/// @param skipsZeroPages a page of zeroes travels as its address alone
/// @param skipsDirtied a page that was written again before its turn in a round waits for the next one (Clark05, §4)
/// @param skipsHeldPages a page that the target holds for other guests is taken there
/// @param skipsSharedPages a page that holds what another one of the round held travels as a reference to it
/// @param deltas a page that is sent again travels as what changed
/// @param throttling slows a guest that writes too fast
/// @param channels that carry the pages
public record Help(
        boolean skipsZeroPages,
        boolean skipsDirtied,
        boolean skipsHeldPages,
        boolean skipsSharedPages,
        Optional<Deltas> deltas,
        Optional<Throttling> throttling,
        Channels channels) {

    private static final Help NONE = new Help(false, false, Optional.empty());

    private static final int ALL_PERCENT = 100;

    /// With what was there first.
    public Help(boolean skipsZeroPages, boolean skipsDirtied, Optional<AutoConverge> autoConverge) {
        this(
                skipsZeroPages,
                skipsDirtied,
                false,
                false,
                Optional.empty(),
                autoConverge.map(Throttling.class::cast),
                Channels.one());
    }

    public static Help none() {
        return NONE;
    }

    /// What a throttle and more than one channel came to.
    ///
    /// **The number.** A guest that has a part of its CPU writes that part of what it would have written, so that
    /// `dirty × throttle / (100 − throttle)` pages were spared; where it writes the same pages again that is too many,
    /// so no round is taken to have had more than the worst. What the guest lost is its CPU's part of the round's time:
    /// one that idles lost less.
    public List<HelpUse> usesIn(List<Round> rounds, int vcpus, WireCost cost) {
        List<HelpUse> uses = new ArrayList<>();
        long worst = rounds.stream().mapToLong(Round::dirtyPages).max().orElse(0);
        throttling.ifPresent(it -> uses.add(rounds.stream()
                .map(round -> throttled(it.aid(), round, worst, cost))
                .reduce(HelpUse.none(it.aid()), HelpUse::plus)
                .ofVcpus(vcpus)));
        if (channels.count() > 1) {
            long pages = rounds.stream().mapToLong(Round::pages).sum();
            long bytes = rounds.stream().mapToLong(Round::bytes).sum();
            uses.add(new HelpUse(Aid.CHANNELS, pages, pages, 0, channels.cpuNsFor(bytes), 0));
        }
        return uses;
    }

    private static HelpUse throttled(Aid aid, Round round, long worst, WireCost cost) {
        int left = ALL_PERCENT - round.throttlePercent();
        long spared = Math.min(round.dirtyPages() * round.throttlePercent() / left, worst - round.dirtyPages());
        return new HelpUse(
                aid,
                round.dirtyPages() + spared,
                spared,
                cost.bytesOf(spared),
                0,
                round.durationNs() / ALL_PERCENT * round.throttlePercent());
    }
}
