package io.godwit.report;

import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Section;
import io.godwit.page.Table;
import io.godwit.unit.Words;
import io.godwit.verdict.CopyRow;
import io.godwit.verdict.CopyRow.What;
import io.godwit.verdict.DrillReport;
import java.util.List;

/// What was taken of VMs, and what they went back to.
final class CopiesSection {

    private static final List<String> COLUMNS = List.of(
            "VM", "What", "As", "#There at", "#Took", "#Stood still", "#Writes on disk", "#Pages kept", "Outcome");

    private CopiesSection() {}

    static Section of(DrillReport report) {
        var rows = report.copies();
        long there = rows.stream().filter(CopyRow::isThere).count();
        var lead = there + " of " + rows.size() + " copies and restores came to what was asked for. A clone shares its"
                + " source's memory, so that it keeps no pages; a guest stands still for a round trip to its disk,"
                + " whatever is taken.";
        var table = new Table(
                "Copies and restores",
                COLUMNS,
                rows.stream().map(CopiesSection::line).toList());
        return new Section("copies", "Copies", lead, List.of(table.showOrFold("All " + rows.size())));
    }

    private static List<Markup> line(CopyRow row) {
        boolean told = row.isThere() && row.what() != What.RESTORE;
        var outcome = Markup.element("div", outcome(row));
        return List.of(
                Table.cell(row.vm().value()),
                Table.cell(Words.of(row.what()).replace('-', ' ')),
                Table.cell(String.join(", ", row.as())),
                Table.cell(Figures.duration(row.endedNs())),
                Table.cell(Figures.duration(row.tookNs())),
                Table.cell(told ? Figures.duration(row.took().stunNs()) : Figures.NONE),
                Table.cell(told ? Figures.count(row.took().writes()) : Figures.NONE),
                Table.cell(told ? Figures.count(row.took().pages()) : Figures.NONE),
                row.failed().map(why -> outcome.add(Markup.note(why))).orElse(outcome));
    }

    private static String outcome(CopyRow row) {
        if (row.isThere()) {
            return row.what() == What.RESTORE ? "runs again" : "is there";
        }
        return row.failed().isPresent() ? "came to nothing" : "has not run again";
    }
}
