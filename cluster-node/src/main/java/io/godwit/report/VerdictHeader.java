package io.godwit.report;

import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Markup.Element;
import io.godwit.unit.Words;
import io.godwit.verdict.DrillReport;
import io.godwit.verdict.Verdict.Part;
import java.util.ArrayList;

/// What one sees first: which drill, how it came out, and the verdict's three parts.
final class VerdictHeader {

    private VerdictHeader() {}

    static Element of(DrillReport report) {
        var verdict = report.verdict();
        var badge = Badges.of(verdict.outcome());
        return Markup.element("header")
                .add(Markup.element("p", "Drill report").kind("kicker"))
                .add(Markup.element("h1", report.subject().title()))
                .add(facts(report))
                .add(Markup.element("div")
                        .kind("verdict " + badge.tone().kind())
                        .add(badge.show(), Markup.paragraph(verdict.sentence())))
                .add(Markup.element("div")
                        .kind("parts")
                        .add(part("Safety", verdict.safety()))
                        .add(part("Objectives", verdict.objectives()))
                        .add(part("Recovery", verdict.recovery())));
    }

    private static Element part(String name, Part part) {
        var badge = Badges.of(part.standing());
        return Markup.element("div")
                .kind("part " + badge.tone().kind())
                .add(Markup.element("h2", name), badge.show(), Markup.paragraph(part.sentence()));
    }

    private static Element facts(DrillReport report) {
        var subject = report.subject();
        var facts = new ArrayList<String>();
        subject.cell().forEach((variable, value) -> facts.add(variable + " = " + value));
        facts.add("seed " + report.replay().seed());
        facts.add(Words.of(subject.clock()) + " clock");
        facts.add("membership " + Words.of(subject.membership()));
        facts.add(Figures.many(report.vms().size(), "VM"));
        facts.add("ended at " + Figures.duration(report.endNs()));
        facts.add("exit code " + report.verdict().exitCode());
        var list = Markup.element("ul").kind("facts");
        var shown = list.addAll(
                facts.stream().map(fact -> Markup.element("li", fact)).toList());
        return Markup.element("div")
                .add(shown)
                .add(Markup.paragraph("Baseline: " + report.baseline().sentence())
                        .kind("lead"));
    }
}
