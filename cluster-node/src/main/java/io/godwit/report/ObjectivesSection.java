package io.godwit.report;

import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Section;
import io.godwit.page.Svg;
import io.godwit.page.Svg.Box;
import io.godwit.page.Table;
import io.godwit.verdict.DrillReport;
import io.godwit.verdict.ObjectiveRow;
import io.godwit.verdict.ObjectiveRow.Worst;
import io.godwit.verdict.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was asked for against what was measured.
final class ObjectivesSection {

    private static final int GAUGE = 120;
    private static final List<String> COLUMNS = List.of(
            "Group", "Objective", "Target", "#Measured", "Against the target", "Worst VM", "#Its value", "Result");

    private ObjectivesSection() {}

    static Section of(DrillReport report) {
        var rows = report.objectives();
        if (rows.isEmpty()) {
            return new Section("objectives", "Objectives", "The file asks for none.", List.of());
        }
        long missed =
                rows.stream().filter(it -> it.standing() != Standing.PASSED).count();
        var lead = missed == 0
                ? "All of " + Figures.many(rows.size(), "objective") + " were reached."
                : missed + " of " + Figures.many(rows.size(), "objective") + " missed.";
        return new Section("objectives", "Objectives", lead, List.of(table(rows).showOrFold("All objectives")));
    }

    private static Table table(List<ObjectiveRow> rows) {
        return new Table(
                "Objectives against their targets",
                COLUMNS,
                rows.stream().map(ObjectivesSection::line).toList());
    }

    private static List<Markup> line(ObjectiveRow row) {
        var measured = row.measurements() == 0
                ? "no data"
                : row.measured().map(it -> value(row, it)).orElse("without end");
        var result = new ArrayList<Markup>(List.of(Badges.of(row.standing()).show()));
        if (row.standing() != Standing.PASSED) {
            result.add(Markup.note(row.sentence()));
        }
        return List.of(
                Table.cell(row.group()),
                Table.cell(row.objective()),
                Table.cell(row.target()),
                Table.cell(measured),
                gauge(row),
                Table.cell(row.worst().map(it -> it.vm().value()).orElse(Figures.NONE)),
                Table.cell(worst(row)),
                Markup.element("div").addAll(result));
    }

    private static String worst(ObjectiveRow row) {
        return row.worst()
                .map(it -> it.value().map(value -> value(row, value)).orElse("without end"))
                .orElse(Figures.NONE);
    }

    /// A bar that is as long as what was measured, and a mark where the target is.
    private static Markup gauge(ObjectiveRow row) {
        long worst = row.worst().flatMap(Worst::value).orElse(0L);
        long most = Math.max(
                1, Math.max(row.limit() * 4 / 3, Math.max(row.measured().orElse(0L), worst)));
        boolean endless = row.measured().isEmpty() && row.measurements() > 0;
        double width = endless ? GAUGE : scaled(row.measured(), most);
        var kind = row.standing() == Standing.PASSED ? "gauge good" : "gauge bad";
        var shapes = List.of(
                Svg.rect("track", new Box(0, 5, GAUGE, 8)),
                Svg.rect(kind, new Box(0, 5, width, 8)),
                Svg.line("limit", new Box(Math.max(1, scaled(Optional.of(row.limit()), most)), 1, 0, 16)));
        return Svg.picture(GAUGE + 4, 18, "Measured against the target " + row.target(), shapes)
                .kind("gauge");
    }

    private static double scaled(Optional<Long> value, long most) {
        return GAUGE * ((double) value.orElse(0L) / most);
    }

    static String value(ObjectiveRow row, long value) {
        return switch (row.unit()) {
            case NS -> Figures.duration(value);
            case WRITES -> Figures.many(value, "write");
            case PERMILLE_OF_VCPUS, MILLI_PER_SECOND -> row.unit().words(value);
        };
    }
}
