package io.godwit.lab;

import io.godwit.experiment.Settings;
import io.godwit.figure.Drawing;
import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Markup.Element;
import io.godwit.page.Page;
import io.godwit.page.Section;
import io.godwit.page.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A run as a page that one can teach from: question, answer, set-up, figures, what to see, each event, sources, and
/// what is not modelled.
public final class LabPage {

    /// Events that a page tells; `--step` tells them all.
    private static final int MOST_STEPS = 200;

    private LabPage() {}

    public static String render(Run run) {
        return new Page("Lab " + run.card().name(), header(run), sections(run)).html();
    }

    private static Element header(Run run) {
        return Markup.element("header")
                .add(Markup.element("p", "Lab · " + run.card().name()).kind("kicker"))
                .add(Markup.element("h1", run.card().question()))
                .add(Markup.element("div")
                        .kind("verdict answer")
                        .add(Markup.paragraph(run.findings().answer())));
    }

    private static List<Section> sections(Run run) {
        var card = run.card();
        var findings = run.findings();
        var sections = new ArrayList<Section>();
        sections.add(setUp(run));
        findings.figures().forEach(it -> sections.add(Drawing.section(it)));
        sections.add(new Section("see", "What to see", "", List.of(list("ol", findings.see()))));
        if (!findings.steps().isEmpty()) {
            sections.add(steps(findings.steps()));
        }
        sections.add(new Section("not-modelled", "Not modelled", "", List.of(list("ul", card.notModelled()))));
        sections.add(new Section("sources", "Sources", "", List.of(list("ul", card.sources()))));
        sections.add(new Section(
                "again",
                "Again",
                "The same command gives the same page, to the last byte.",
                List.of(Markup.element("pre", run.command()))));
        return sections;
    }

    private static Section setUp(Run run) {
        var body = new ArrayList<Markup>();
        run.card().setUp().forEach(it -> body.add(Markup.paragraph(it).kind("prose")));
        var shown = run.settings().shown();
        if (!shown.isEmpty()) {
            body.add(new Table(
                            "Parameters",
                            List.of("Parameter", "Value", "Meaning", "It may be"),
                            shown.stream().map(LabPage::line).toList())
                    .show());
        }
        return new Section("set-up", "Set-up", "", body);
    }

    private static List<Markup> line(Settings.Shown it) {
        var value = Markup.element("b", it.value());
        return List.of(
                Markup.element("code", it.name()),
                it.given() ? value.add(Markup.element("small", "changed")) : value,
                Table.cell(it.meaning()),
                Table.cell(it.bounds()));
    }

    private static Section steps(List<Step> steps) {
        var rows = new ArrayList<List<Markup>>();
        Optional<Step> before = Optional.empty();
        for (var step : steps.stream().limit(MOST_STEPS).toList()) {
            var changes = before.map(it -> step.after().since(it.after())).orElse(List.of());
            rows.add(List.of(
                    Table.cell(Integer.toString(rows.size() + 1)),
                    Table.cell(step.sentence()),
                    Markup.element("span", told(changes))));
            before = Optional.of(step);
        }
        var lead = steps.size() <= MOST_STEPS
                ? "All " + Figures.many(steps.size(), "event")
                        + " of this run; --step walks through them in a terminal."
                : "The first " + MOST_STEPS + " of " + Figures.count(steps.size())
                        + " events; --step walks through all in a terminal.";
        var table = new Table("Events", List.of("#", "What happened", "What it changed"), rows);
        return new Section("steps", "Step by step", lead, List.of(table.fold("The events")));
    }

    /// The first few: an event that changes everything is told by its sentence.
    private static String told(List<Snapshot.Change> changes) {
        int most = 6;
        var words = String.join(
                "; ",
                changes.stream().limit(most).map(Snapshot.Change::toString).toList());
        return changes.size() <= most ? words : words + "; and " + (changes.size() - most) + " more";
    }

    private static Element list(String kind, List<String> lines) {
        return Markup.element(kind)
                .addAll(lines.stream().map(it -> Markup.element("li", it)).toList());
    }
}
