package io.godwit.migration.precopy;

import io.godwit.history.MigrationEvent.Mode;
import io.godwit.link.LinkQuality;
import io.godwit.unit.Bandwidth;
import java.util.List;
import java.util.stream.Stream;

/// A pre-copy under way: the rounds so far, and the decision after each. Immutable.
///
/// Its [Terms] say when it stops copying, and how fast it goes.
public record Precopy(Terms terms, List<Round> rounds) {

    public Precopy {
        rounds = List.copyOf(rounds);
    }

    public static Precopy on(Terms terms) {
        return new Precopy(terms, List.of());
    }

    /// The number of the round that comes next.
    public int nextRound() {
        return rounds.size() + 1;
    }

    public Precopy with(Round round) {
        if (round.number() != nextRound()) {
            throw new IllegalArgumentException("round " + round.number() + " after " + rounds.size());
        }
        return new Precopy(
                terms, Stream.concat(rounds.stream(), Stream.of(round)).toList());
    }

    /// Whether the guest stands still before anything is copied: suspend, copy, go on.
    public boolean stopsFirst() {
        boolean wantsNone = terms.stop() instanceof StopRule.FixedRounds(var wanted) && wanted == 0;
        return rounds.isEmpty() && (wantsNone || !copiesFirst(terms.mode()));
    }

    /// Whether it goes on at its target before anything of it is there.
    public boolean guestGoesFirst() {
        return stopsFirst() && (terms.mode() == Mode.POST_COPY || terms.mode() == Mode.HYBRID);
    }

    /// Whether its target is asked for what it has before anything is copied.
    public boolean asksFirst() {
        return rounds.isEmpty() && !stopsFirst() && terms.help().skipsHeldPages();
    }

    private static boolean copiesFirst(Mode mode) {
        return mode == Mode.PRE_COPY || mode == Mode.HYBRID;
    }

    /// What to do with what is dirty now.
    public Course weigh(Forecast forecast) {
        return stopsFirst() ? new Course.SwitchOver(forecast) : terms.stop().weigh(rounds, forecast);
    }

    /// The link as the next round may use it.
    public LinkQuality forRound(LinkQuality link) {
        return new LinkQuality(link.latency(), terms.stop().rate(rounds, most(link)));
    }

    /// The link as the last pages and the state may use it, while the guest stands.
    public LinkQuality forRest(LinkQuality link) {
        return new LinkQuality(link.latency(), terms.stop().lastRate(most(link)));
    }

    /// The link as what goes now may use it.
    ///
    /// @param isRest whether the guest stands
    public LinkQuality forNow(LinkQuality link, boolean isRest) {
        return isRest ? forRest(link) : forRound(link);
    }

    private Bandwidth most(LinkQuality link) {
        return terms.mostOf(terms.help().channels().of(link.bandwidth()));
    }

    /// How much of its CPU the guest is to lose in the next round; 0 for none.
    ///
    /// @param vcpus that it has
    public int throttlePercent(int vcpus) {
        return terms.help()
                .throttling()
                .map(it -> it.throttleAfter(rounds, vcpus))
                .orElse(0);
    }

    public long bytes() {
        return rounds.stream().mapToLong(Round::bytes).sum();
    }
}
