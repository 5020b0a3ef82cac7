package io.godwit.report;

import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Table;
import io.godwit.verdict.MigrationRow;
import io.godwit.verdict.MigrationRow.Compared;
import io.godwit.verdict.MigrationRow.Foretold;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;

/// What was predicted of each migration, beside what came.
final class ForetoldTable {

    private static final List<String> COLUMNS =
            List.of("VM", "Mode", "Converges", "#Rounds", "#Bytes", "#Time", "#Downtime");

    private static final double TEN = 10;

    private ForetoldTable() {}

    static List<Markup> show(List<MigrationRow> rows) {
        var lines = rows.stream()
                .flatMap(row -> row.prediction().stream().map(it -> line(row, it)))
                .toList();
        if (lines.isEmpty()) {
            return List.of();
        }
        var table = new Table("Predictions and outcomes", COLUMNS, lines);
        return List.of(
                Markup.element("h3", "Predicted, and what came"),
                table.showOrFold("All " + Figures.many(lines.size(), "prediction")));
    }

    private static List<Markup> line(MigrationRow row, Foretold foretold) {
        return List.of(
                Table.cell(row.vm().value()),
                Table.cell(row.mode().word()),
                Table.cell(foretold.converges() ? "yes" : "no"),
                cell(foretold.rounds(), Figures::count),
                cell(foretold.bytes(), Figures::bytes),
                cell(foretold.durationNs(), Figures::duration),
                cell(foretold.downtimeNs(), Figures::duration));
    }

    private static Markup cell(Compared it, LongFunction<String> said) {
        var cell = Markup.element("div", said.apply(it.predicted()));
        return it.actual()
                .map(came -> cell.add(Markup.note("came " + said.apply(came)
                        + it.deviationPercent()
                                .map(percent -> ", " + signed(percent))
                                .orElse(""))))
                .orElse(cell);
    }

    private static String signed(double percent) {
        String size = String.format(Locale.ROOT, Math.abs(percent) < TEN ? "%.1f" : "%.0f", Math.abs(percent));
        return (percent < 0 ? "−" : "+") + size + " %";
    }
}
