package io.godwit.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.unit.IllegalQuantity;
import io.godwit.validation.Judgement.Verdict;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

/// What is made of published and emulated values.
class ValidationTest {

    @Test
    void aDeviationIsAPartOfThePublishedValueOrAnAmount() {
        assertThat(deviation("8 s", "5 %", 8.4)).isCloseTo(5, within(1e-9));
        assertThat(deviation("8 s", "5 %", 7.6)).isCloseTo(-5, within(1e-9));
        assertThat(deviation("8 s", "0.5 s", 7.6)).isCloseTo(-0.4, within(1e-9));
        assertThat(deviation("-17 %", "3 points", -15)).isCloseTo(2, within(1e-9));
        assertThat(deviation("-20 %", "3 %", -15)).isCloseTo(25, within(1e-9));
        assertThat(deviation("18.1 us", "1 %", Math.nextUp(18.1))).isZero();
    }

    @Test
    void aBoundOrARangeHasNoDeviationWithin() {
        assertThat(deviation("at most 125 ms", "1 %", 3)).isZero();
        assertThat(deviation("at most 125 ms", "1 ms", 126)).isCloseTo(1, within(1e-9));
        assertThat(deviation("at least 95 %", "1 points", 94)).isCloseTo(-1, within(1e-9));
        assertThat(deviation("1.4..4.4 %", "1 points", 2)).isZero();
        assertThat(deviation("1.4..4.4 %", "1 points", 5)).isCloseTo(0.6, within(1e-9));
        assertThat(deviation("1.4..4.4 %", "1 points", 1)).isCloseTo(-0.4, within(1e-9));
    }

    @Test
    void aDeviationOfExactlyTheToleranceHolds() {
        assertThat(verdict("V", "8 s", "5 %", 8.4)).isEqualTo(Verdict.HOLDS);
        assertThat(verdict("V", "8 s", "5 %", 8.41)).isEqualTo(Verdict.OFF);
        assertThat(verdict("V", "8 s", "0.5 s", 7.49)).isEqualTo(Verdict.OFF);
    }

    @Test
    void aValueFromMemoryHasNoVerdictHoweverFarOffItIs() {
        assertThat(verdict("M", "8 s", "5 %", 80)).isEqualTo(Verdict.UNVERIFIED);
        assertThat(verdict("A", "8 s", "5 %", 80)).isEqualTo(Verdict.OFF);
    }

    @Test
    void anExperimentThatYieldsNoNumberFails() {
        assertThat(verdict("V", "8 s", "5 %", Double.NaN)).isEqualTo(Verdict.FAILED);
        assertThat(verdict("M", "8 s", "5 %", Double.POSITIVE_INFINITY)).isEqualTo(Verdict.FAILED);
        var broken = Validation.of(List.of(of("a", Rank.PREDICTED, Mark.V)), 1, it -> {
            throw new IllegalStateException("no " + it.id());
        });
        assertThat(broken.exitCode()).isEqualTo(1);
        assertThat(broken.judgements().getFirst().note()).contains("failed", "no a");
    }

    @Test
    void onlyPredictedValuesCountAsValidated() {
        var cases = List.of(
                of("p1", Rank.PREDICTED, Mark.V),
                of("p2", Rank.PREDICTED, Mark.V),
                of("p3", Rank.PREDICTED, Mark.M),
                of("f1", Rank.FITTED, Mark.V),
                of("c1", Rank.CONFORMANCE, Mark.C));
        Function<Case, Double> secondIsOff = it -> it.id().equals("p2") ? 20.0 : 8.0;
        var validation = Validation.of(cases, 1, secondIsOff);
        assertThat(validation.summary())
                .isEqualTo("1 of 2 predicted values validated. 1 of 1 fitted and 1 of 1 conformance hold, which"
                        + " validates nothing: those values were put in. 1 rests on memory, without a verdict."
                        + " 1 is off.");
        assertThat(validation.exitCode()).isEqualTo(1);
        assertThat(Validation.of(cases, 1, _ -> 8.0).exitCode()).isZero();
    }

    @Test
    void anOffConformanceRowIsAFailureToo() {
        assertThat(Validation.of(List.of(of("c", Rank.CONFORMANCE, Mark.C)), 1, _ -> 9.0)
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void textsThatAreNoValuesAreRefused() {
        for (var text : List.of("8", "8s", "about 8 s", "at most 1..2 s", "2..1 s", "NaN s", "8 s s", "")) {
            assertThat(refusal(() -> Published.parse(text))).as(text).contains("is no published value");
        }
        for (var text : List.of("5", "5%", "-5 %", "five %")) {
            assertThat(refusal(() -> Tolerance.parse(text))).as(text).contains("is no tolerance");
        }
    }

    @Test
    void aToleranceThatDoesNotSuitIsRefused() {
        assertThat(refusal(() -> it("8 s", "5 ms"))).contains("in ms does not suit a value in s");
        assertThat(refusal(() -> it("8 s", "5 points"))).contains("does not suit");
        assertThat(refusal(() -> it("0 s", "5 %"))).contains("a part of zero is nothing");
    }

    private static double deviation(String published, String tolerance, double emulated) {
        return Judgement.of(it(published, tolerance), emulated).deviation().orElseThrow();
    }

    private static Verdict verdict(String mark, String published, String tolerance, double emulated) {
        return Judgement.of(it(published, tolerance, Mark.valueOf(mark)), emulated)
                .verdict();
    }

    private static Case it(String published, String tolerance) {
        return it(published, tolerance, Mark.V);
    }

    private static Case it(String published, String tolerance, Mark mark) {
        return new Case(
                "a",
                "a thing",
                Published.parse(published),
                "Paper §1",
                mark,
                Tolerance.parse(tolerance),
                Rank.PREDICTED,
                "nothing was chosen",
                "stop-and-copy",
                Map.of());
    }

    private static Case of(String id, Rank rank, Mark mark) {
        return new Case(
                id,
                "a thing",
                Published.parse("8 s"),
                "Paper §1",
                mark,
                Tolerance.parse("5 %"),
                rank,
                "it is a test",
                "stop-and-copy",
                Map.of());
    }

    private static String refusal(ThrowableAssert.ThrowingCallable made) {
        return Assertions.catchThrowableOfType(IllegalQuantity.class, made).getMessage();
    }
}
