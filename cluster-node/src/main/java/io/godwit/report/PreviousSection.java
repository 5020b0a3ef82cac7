package io.godwit.report;

import io.godwit.page.Markup;
import io.godwit.page.Section;
import io.godwit.page.Table;
import io.godwit.verdict.DrillReport;
import io.godwit.verdict.Machine.Change;
import io.godwit.verdict.Machine.Comparison;
import java.util.List;

/// How the run differs from the one before.
final class PreviousSection {

    private PreviousSection() {}

    static Section of(DrillReport report) {
        return report.machine()
                .previous()
                .map(PreviousSection::compared)
                .orElse(new Section("previous", "Previous run", "No earlier run of this file is known.", List.of()));
    }

    private static Section compared(Comparison previous) {
        var before = Markup.paragraph("Compared with the run of " + previous.startedAt() + ", seed " + previous.seed()
                        + ", which came out as ")
                .add(Badges.of(previous.outcome()).show());
        var table = new Table(
                "What differs from the previous run",
                List.of("What", "#Before", "#Now", "Change"),
                previous.changes().stream().map(PreviousSection::line).toList());
        List<Markup> body = previous.changes().isEmpty() ? List.of(before) : List.of(before, table.showOrFold("All"));
        return new Section("previous", "Previous run", previous.sentence(), body);
    }

    private static List<Markup> line(Change change) {
        return List.of(
                Table.cell(change.what()),
                Table.cell(change.before()),
                Table.cell(change.now()),
                Badges.of(change.direction()).show());
    }
}
