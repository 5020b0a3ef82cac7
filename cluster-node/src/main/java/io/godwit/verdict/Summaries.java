package io.godwit.verdict;

import io.godwit.verdict.DrillReport.Effect;
import io.godwit.verdict.Summary.CellRow;
import io.godwit.verdict.Summary.RunRow;
import io.godwit.verdict.Summary.WorstOfRuns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Puts the reports of a file's cells and seeds together, as they come: only a row of each is kept.
public final class Summaries {

    private final String name;
    private final List<RunRow> runs = new ArrayList<>();
    private final Map<String, WorstOfRuns> worst = new LinkedHashMap<>();

    public Summaries(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    public void add(DrillReport report) {
        var title = report.subject().title();
        long seed = report.replay().seed();
        runs.add(new RunRow(
                title,
                new TreeMap<>(report.subject().cell()),
                seed,
                report.verdict().outcome(),
                reached(report),
                report.verdict().sentence(),
                report.replay().command()));
        for (var row : report.objectives()) {
            worst.merge(
                    row.name(),
                    new WorstOfRuns(title, seed, row),
                    (one, other) -> isWorse(other.row(), one.row()) ? other : one);
        }
    }

    public Summary summary() {
        var cells = cells();
        var never = cells.stream()
                .filter(cell -> cell.reached() == 0)
                .map(CellRow::title)
                .toList();
        var outcome = runs.stream().map(RunRow::outcome).reduce(Outcome.PASSED, Outcome::or);
        if (!never.isEmpty()) {
            outcome = outcome.or(Outcome.INCONCLUSIVE);
        }
        return new Summary(
                DrillReport.FORM,
                name,
                outcome,
                outcome.exitCode(),
                sentence(outcome, never),
                List.copyOf(runs),
                cells,
                List.copyOf(worst.values()),
                never);
    }

    private String sentence(Outcome outcome, List<String> never) {
        long passed =
                runs.stream().filter(run -> run.outcome() == Outcome.PASSED).count();
        var count = passed + " of " + runs.size() + " runs passed";
        var first = runs.stream()
                .filter(run -> run.outcome() == outcome && outcome != Outcome.PASSED)
                .findFirst();
        if (first.isPresent()) {
            return count + "; " + first.get().title() + " with seed "
                    + first.get().seed() + ": " + first.get().sentence();
        }
        return never.isEmpty() ? count : count + "; never reached: " + String.join(", ", never);
    }

    private List<CellRow> cells() {
        var byTitle = new LinkedHashMap<String, List<RunRow>>();
        runs.forEach(run ->
                byTitle.computeIfAbsent(run.title(), _ -> new ArrayList<>()).add(run));
        return byTitle.values().stream()
                .map(of -> new CellRow(
                        of.getFirst().title(),
                        of.getFirst().cell(),
                        of.size(),
                        (int) of.stream().filter(RunRow::reached).count(),
                        of.stream().map(RunRow::outcome).reduce(Outcome.PASSED, Outcome::or)))
                .toList();
    }

    /// Every step that must happen was taken and felt.
    private static boolean reached(DrillReport report) {
        return report.baseline().reached()
                && report.steps().stream().allMatch(step -> !step.mustHappen() || step.effect() == Effect.FELT);
    }

    /// No measurement is worse than any.
    private static boolean isWorse(ObjectiveRow one, ObjectiveRow other) {
        return one.badness() > other.badness();
    }
}
