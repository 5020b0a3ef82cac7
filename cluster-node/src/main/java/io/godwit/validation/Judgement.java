package io.godwit.validation;

import java.util.Locale;
import java.util.OptionalDouble;

/// A case and what came out.
///
/// @param emulated empty if the experiment failed
/// @param deviation in the tolerance's unit, with its sign
public record Judgement(Case subject, OptionalDouble emulated, OptionalDouble deviation, Verdict verdict, String note) {

    public enum Verdict {
        HOLDS,
        OFF,
        /// The published value is from memory: nothing may be concluded.
        UNVERIFIED,
        /// The experiment itself did not come to an end, which is a bug.
        FAILED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Judgement of(Case subject, double emulated) {
        if (!Double.isFinite(emulated)) {
            return failed(subject, subject.experiment() + " yields " + emulated + ", which is no value");
        }
        double deviation = subject.tolerance().deviation(subject.published(), emulated);
        return new Judgement(
                subject, OptionalDouble.of(emulated), OptionalDouble.of(deviation), verdict(subject, deviation), "");
    }

    private static Verdict verdict(Case subject, double deviation) {
        if (!subject.mark().binds()) {
            return Verdict.UNVERIFIED;
        }
        return subject.tolerance().allows(deviation) ? Verdict.HOLDS : Verdict.OFF;
    }

    static Judgement failed(Case subject, String why) {
        return new Judgement(subject, OptionalDouble.empty(), OptionalDouble.empty(), Verdict.FAILED, why);
    }

    boolean isOff() {
        return verdict == Verdict.OFF || verdict == Verdict.FAILED;
    }
}
