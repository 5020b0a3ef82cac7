package io.godwit.migration.precopy;

import java.util.List;
import java.util.stream.Stream;

/// A pre-copy under way: the rounds so far, and the decision after each. Immutable.
///
/// It stops copying as soon as the forecast downtime is within the limit, and gives up when it is not after the last
/// round allowed: Xen's rule (xg_sr_save.c) with a time in place of a number of pages, as QEMU has it.
public record Precopy(Limits limits, List<Round> rounds) {

    public Precopy {
        rounds = List.copyOf(rounds);
    }

    public static Precopy within(Limits limits) {
        return new Precopy(limits, List.of());
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
                limits, Stream.concat(rounds.stream(), Stream.of(round)).toList());
    }

    /// What to do with what is dirty now.
    public Course weigh(Forecast forecast) {
        if (forecast.downtimeNs() <= limits.downtimeNs()) {
            return new Course.SwitchOver(forecast);
        }
        return rounds.size() < limits.maxRounds()
                ? new Course.CopyAgain()
                : new Course.GiveUp(rounds.size(), forecast, limits.downtimeNs());
    }

    public long bytes() {
        return rounds.stream().mapToLong(Round::bytes).sum();
    }
}
