package io.godwit.validation;

import io.godwit.experiment.Settings;
import io.godwit.experiment.Trial;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// All cases that were run.
public record Validation(List<Judgement> judgements, long seed) {

    public Validation {
        judgements = List.copyOf(judgements);
    }

    public static Validation of(List<Case> cases, long seed, Path config) {
        return of(cases, seed, it -> measured(it, seed, config));
    }

    /// With values from elsewhere, for tests of what is made of them.
    static Validation of(List<Case> cases, long seed, Function<Case, Double> emulated) {
        return new Validation(cases.stream().map(it -> judged(it, emulated)).toList(), seed);
    }

    private static double measured(Case it, long seed, Path config) {
        var experiment = Experiments.named(it.experiment()).orElseThrow();
        var settings = Settings.read(experiment.parameters(), it.settings());
        return experiment.measure().applyAsDouble(new Trial(settings, seed, config));
    }

    /// One experiment that breaks must not hide the others.
    private static Judgement judged(Case it, Function<Case, Double> emulated) {
        try {
            return Judgement.of(it, emulated.apply(it));
        } catch (RuntimeException bug) {
            return Judgement.failed(it, it.experiment() + " failed: " + bug);
        }
    }

    /// 1 if any is off.
    public int exitCode() {
        return judgements.stream().anyMatch(Judgement::isOff) ? 1 : 0;
    }

    /// What was shown, which is little unless values were predicted.
    public String summary() {
        long predicted =
                count(it -> of(it, Rank.PREDICTED) && it.subject().mark().binds());
        long validated = count(it -> of(it, Rank.PREDICTED) && it.verdict() == Judgement.Verdict.HOLDS);
        long unverified = count(it -> it.verdict() == Judgement.Verdict.UNVERIFIED);
        long off = count(Judgement::isOff);
        return validated + " of " + predicted + " predicted values validated. " + holds(Rank.FITTED) + " and "
                + holds(Rank.CONFORMANCE) + " hold, which validates nothing: those values were put in. "
                + (unverified == 0
                        ? ""
                        : unverified + (unverified == 1 ? " rests" : " rest") + " on memory, without a verdict. ")
                + (off == 0 ? "None is off." : off + (off == 1 ? " is" : " are") + " off.");
    }

    private String holds(Rank rank) {
        long all = count(it -> of(it, rank) && it.subject().mark().binds());
        return count(it -> of(it, rank) && it.verdict() == Judgement.Verdict.HOLDS) + " of " + all + " " + rank.word();
    }

    private static boolean of(Judgement it, Rank rank) {
        return it.subject().rank() == rank;
    }

    private long count(Predicate<Judgement> which) {
        return judgements.stream().filter(which).count();
    }
}
