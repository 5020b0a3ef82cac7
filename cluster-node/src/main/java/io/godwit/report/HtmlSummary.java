package io.godwit.report;

import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Markup.Element;
import io.godwit.page.Page;
import io.godwit.page.Section;
import io.godwit.page.Table;
import io.godwit.verdict.Summary;
import io.godwit.verdict.Summary.RunRow;
import io.godwit.verdict.Summary.WorstOfRuns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Many runs of one file as a page for people: the matrix, the worst of all runs, and a row a run.
public final class HtmlSummary {

    private HtmlSummary() {}

    public static String render(Summary summary) {
        return render(summary, _ -> Optional.empty());
    }

    /// @param pageOf where a run's own page is, relative to this one; empty: it has none
    public static String render(Summary summary, Function<RunRow, Optional<String>> pageOf) {
        var sections = new ArrayList<Section>();
        if (summary.cells().size() > 1) {
            sections.add(new Section(
                    "matrix",
                    "Matrix",
                    "Each cell is as bad as its worst run.",
                    List.of(Matrix.of(summary.cells()).show())));
        }
        if (!summary.objectives().isEmpty()) {
            sections.add(objectives(summary));
        }
        sections.add(runs(summary, pageOf));
        sections.add(neverReached(summary));
        return new Page("Drill " + summary.name(), header(summary), sections).html();
    }

    private static Element header(Summary summary) {
        var badge = Badges.of(summary.outcome());
        return Markup.element("header")
                .add(Markup.element("p", "Drill summary").kind("kicker"))
                .add(Markup.element("h1", summary.name()))
                .add(Markup.element("ul")
                        .kind("facts")
                        .add(Markup.element("li", Figures.many(summary.cells().size(), "cell")))
                        .add(Markup.element("li", Figures.many(summary.runs().size(), "run")))
                        .add(Markup.element("li", "exit code " + summary.exitCode())))
                .add(Markup.element("div")
                        .kind("verdict " + badge.tone().kind())
                        .add(badge.show(), Markup.paragraph(summary.sentence())));
    }

    private static Section objectives(Summary summary) {
        var table = new Table(
                "The worst of all runs for each objective",
                List.of("Group", "Objective", "Target", "#Worst measured", "Worst VM", "In", "#Seed", "Result"),
                summary.objectives().stream().map(HtmlSummary::worst).toList());
        return new Section(
                "objectives", "Objectives", "The worst of all runs.", List.of(table.showOrFold("All objectives")));
    }

    private static List<Markup> worst(WorstOfRuns worst) {
        var row = worst.row();
        return List.of(
                Table.cell(row.group()),
                Table.cell(row.objective()),
                Table.cell(row.target()),
                Table.cell(row.measured()
                        .map(it -> ObjectivesSection.value(row, it))
                        .orElse(row.measurements() == 0 ? "no data" : "without end")),
                Table.cell(row.worst().map(it -> it.vm().value()).orElse(Figures.NONE)),
                Table.cell(worst.title()),
                Table.cell(Long.toString(worst.seed())),
                Badges.of(row.standing()).show());
    }

    private static Section runs(Summary summary, Function<RunRow, Optional<String>> pageOf) {
        var table = new Table(
                "Runs",
                List.of("Run", "#Seed", "Outcome", "Reached", "What was found", "Replay"),
                summary.runs().stream().map(run -> line(run, pageOf.apply(run))).toList());
        return new Section(
                "runs",
                "Runs",
                "A run has reached its cell when each step was taken, and each fault was felt.",
                List.of(table.showOrFold("All " + Figures.many(summary.runs().size(), "run"))));
    }

    private static List<Markup> line(RunRow run, Optional<String> page) {
        return List.of(
                page.<Markup>map(it -> Markup.element("a", run.title()).with("href", it))
                        .orElse(Table.cell(run.title())),
                Table.cell(Long.toString(run.seed())),
                Badges.of(run.outcome()).show(),
                Table.cell(run.reached() ? "yes" : "no"),
                Table.cell(run.sentence()),
                Markup.element("code", run.replay()));
    }

    private static Section neverReached(Summary summary) {
        var missing = summary.neverReached();
        var list = Markup.element("ul")
                .addAll(missing.stream()
                        .limit(Table.MOST_ROWS)
                        .map(it -> Markup.element("li", it))
                        .toList());
        return missing.isEmpty()
                ? new Section("never-reached", "Never reached", "Everything was reached at least once.", List.of())
                : new Section("never-reached", "Never reached", "No run got there.", List.of(list));
    }
}
