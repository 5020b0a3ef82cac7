package io.godwit.verdict;

import io.godwit.drill.play.Played;
import io.godwit.unit.Durations;
import io.godwit.verdict.DrillReport.Effect;
import io.godwit.verdict.DrillReport.InvariantRow;
import io.godwit.verdict.DrillReport.Kind;
import io.godwit.verdict.DrillReport.StepRow;
import io.godwit.verdict.Verdict.Part;
import java.util.List;
import java.util.Optional;

/// The verdict, from the rows. Safety beats all; without a baseline nothing was tried; a fault that was not felt, or a
/// run that was stopped, proves nothing; then a missed objective or recovery counts.
///
/// @param recovery what [Aftermath] found
record Ruling(List<InvariantRow> invariants, List<ObjectiveRow> objectives, List<StepRow> steps, Part recovery) {

    Verdict verdict(Played played) {
        var safety = kept();
        var asked = asked();
        var baseline = played.baseline() instanceof Played.Baseline.NeverReached(var why)
                ? Optional.of("the baseline was never reached: " + why)
                : Optional.<String>empty();
        var doubt = doubt(played, safety);
        if (safety.standing() == Standing.VIOLATED) {
            return new Verdict(
                    Outcome.VIOLATED, Outcome.VIOLATED.exitCode(), safety.sentence(), safety, asked, recovery);
        }
        if (baseline.isPresent() && played.stopped().isEmpty()) {
            return untried(Outcome.NO_BASELINE, safety, baseline.get());
        }
        if (baseline.isPresent()) {
            return untried(Outcome.INCONCLUSIVE, safety, doubt.orElse(baseline.get()));
        }
        var outcome = doubt.isPresent() ? Outcome.INCONCLUSIVE : missed(asked) ? Outcome.MISSED : Outcome.PASSED;
        var sentence = doubt.orElseGet(() -> outcome == Outcome.MISSED
                ? (asked.standing() == Standing.MISSED ? asked : recovery).sentence()
                : safety.sentence() + "; " + asked.sentence() + "; " + recovery.sentence());
        return new Verdict(outcome, outcome.exitCode(), sentence, safety, asked, recovery);
    }

    private static Verdict untried(Outcome outcome, Part safety, String why) {
        var untried = new Part(Standing.INCONCLUSIVE, "nothing was tried");
        return new Verdict(outcome, outcome.exitCode(), why, safety, untried, untried);
    }

    private boolean missed(Part asked) {
        return asked.standing() == Standing.MISSED || recovery.standing() == Standing.MISSED;
    }

    private Part kept() {
        var safety = invariants.stream().filter(it -> it.kind() == Kind.SAFETY).toList();
        var violated =
                safety.stream().filter(it -> it.standing() == Standing.VIOLATED).toList();
        if (!violated.isEmpty()) {
            var first = violated.getFirst();
            return new Part(
                    Standing.VIOLATED,
                    first.name() + " was violated" + when(first) + ": "
                            + first.violation().orElse(""));
        }
        var asked = safety.stream().filter(InvariantRow::asked).toList();
        long checks = asked.stream().mapToLong(InvariantRow::checked).sum();
        if (checks == 0 && !asked.isEmpty()) {
            return new Part(Standing.INCONCLUSIVE, "no invariant had anything to check");
        }
        long silent = asked.stream().filter(it -> it.checked() == 0).count();
        var sentence = (asked.size() - silent) + " of " + asked.size() + " invariants held in "
                + "%,d checks".formatted(checks)
                + (silent == 0
                        ? ""
                        : silent == 1 ? ", the other had nothing to check" : ", the others had nothing to check");
        return new Part(Standing.PASSED, sentence);
    }

    private static String when(InvariantRow row) {
        return row.violatedNs().map(it -> " at " + Durations.roughlyNs(it)).orElse("");
    }

    private Part asked() {
        if (objectives.isEmpty()) {
            return new Part(Standing.NOT_APPLICABLE, "no objective was asked for");
        }
        var missed = objectives.stream()
                .filter(it -> it.standing() != Standing.PASSED)
                .toList();
        if (missed.isEmpty()) {
            return new Part(Standing.PASSED, "all " + objectives.size() + " objectives were reached");
        }
        return new Part(
                Standing.MISSED,
                missed.size() + " of " + objectives.size() + " objectives were missed: "
                        + missed.getFirst().sentence());
    }

    /// Why nothing is proved.
    private Optional<String> doubt(Played played, Part safety) {
        if (played.stopped().isPresent()) {
            return Optional.of("the run was stopped: " + played.stopped().get());
        }
        var silent = steps.stream()
                .filter(step -> step.mustHappen() && step.effect() != Effect.FELT)
                .findFirst();
        if (silent.isPresent()) {
            var step = silent.get();
            var why = step.failure().map(it -> ": " + it).orElse("");
            return Optional.of("step " + step.id() + " (" + step.verb() + " " + step.target() + ") "
                    + (step.effect() == Effect.NEVER_TAKEN ? "was never taken" : "was not felt") + why);
        }
        if (safety.standing() == Standing.INCONCLUSIVE) {
            return Optional.of(safety.sentence());
        }
        return recovery.standing() == Standing.INCONCLUSIVE ? Optional.of(recovery.sentence()) : Optional.empty();
    }
}
