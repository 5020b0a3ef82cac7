package io.godwit.report;

import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Section;
import io.godwit.page.Table;
import io.godwit.verdict.DrillReport;
import io.godwit.verdict.DrillReport.InvariantRow;
import io.godwit.verdict.DrillReport.Refusals;
import io.godwit.verdict.Standing;
import java.util.List;
import java.util.Locale;

/// What must never happen, how often that was checked, and how often a fence was leant upon.
final class InvariantsSection {

    private static final List<String> COLUMNS =
            List.of("#No.", "Invariant", "Kind", "#Checked", "Asked for", "Result", "");

    private InvariantsSection() {}

    static Section of(DrillReport report) {
        var rows = report.invariants();
        long violated =
                rows.stream().filter(it -> it.standing() == Standing.VIOLATED).count();
        var lead = (violated == 0 ? "None was violated" : Figures.count(violated) + " violated")
                + ". Receivers turned away " + Figures.many(report.refusals().all(), "late message") + ": "
                + told(report.refusals()) + ".";
        var table = new Table(
                "Invariants and how often each was checked",
                COLUMNS,
                rows.stream().map(InvariantsSection::line).toList());
        return new Section("invariants", "Invariants", lead, List.of(table.show()));
    }

    private static String told(Refusals refused) {
        return "disks opened " + refused.disksOpened() + ", writes " + refused.writes() + ", frames " + refused.frames()
                + ", answers " + refused.answers() + ", permits " + refused.permits() + ", effects withheld "
                + refused.effectsWithheld();
    }

    private static List<Markup> line(InvariantRow row) {
        return List.of(
                Table.cell(Integer.toString(row.number())),
                Table.cell(row.name()),
                Table.cell(row.kind().toString().toLowerCase(Locale.ROOT)),
                Table.cell(Figures.count(row.checked())),
                Table.cell(row.asked() ? "yes" : "no"),
                Badges.of(row.standing()).show(),
                Table.cell(row.violatedNs()
                                .map(it -> "at " + Figures.duration(it) + ": ")
                                .orElse("")
                        + row.violation().orElse("")));
    }
}
