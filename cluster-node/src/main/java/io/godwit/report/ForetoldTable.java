package io.godwit.report;

import io.godwit.history.DowntimeParts;
import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Table;
import io.godwit.verdict.MigrationRow;
import io.godwit.verdict.MigrationRow.Compared;
import io.godwit.verdict.MigrationRow.Foretold;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/// What was predicted of each migration, beside what came.
final class ForetoldTable {

    private static final List<String> COLUMNS =
            List.of("VM", "Mode", "Converges", "#Rounds", "#Bytes", "#Time", "#Downtime", "Part by part");

    private static final double TEN = 10;

    /// Of many, those are shown whose bytes were missed most.
    private static final int MOST = 16;

    private ForetoldTable() {}

    static List<Markup> show(List<MigrationRow> rows) {
        var foretold = rows.stream().filter(row -> row.prediction().isPresent()).toList();
        if (foretold.isEmpty()) {
            return List.of();
        }
        var heading = Markup.element("h3", "Predicted, and what came");
        if (foretold.size() <= Table.OPEN_ROWS) {
            return List.of(heading, table(foretold));
        }
        var missed = foretold.stream()
                .sorted(Comparator.comparingDouble(ForetoldTable::missedPercent).reversed())
                .limit(MOST)
                .toList();
        return List.of(
                heading,
                table(missed),
                Markup.note("The " + MOST + " of " + Figures.count(foretold.size())
                        + " whose bytes were missed most; the report for machines has them all."));
    }

    private static double missedPercent(MigrationRow row) {
        return row.prediction()
                .flatMap(it -> it.bytes().deviationPercent())
                .map(Math::abs)
                .orElse(0.0);
    }

    private static Markup table(List<MigrationRow> rows) {
        return new Table(
                        "Predictions and outcomes",
                        COLUMNS,
                        rows.stream()
                                .map(row -> line(row, row.prediction().orElseThrow()))
                                .toList())
                .show();
    }

    private static List<Markup> line(MigrationRow row, Foretold foretold) {
        return List.of(
                Table.cell(row.vm().value()),
                Table.cell(row.mode().word()),
                Table.cell(foretold.converges() ? "yes" : "no"),
                cell(foretold.rounds(), Figures::count),
                cell(foretold.bytes(), Figures::bytes),
                cell(foretold.durationNs(), Figures::duration),
                cell(foretold.downtimeNs(), Figures::duration),
                parts(foretold.parts(), row.parts()));
    }

    /// Those parts that are something on either side.
    private static Markup parts(DowntimeParts predicted, Optional<DowntimeParts> came) {
        return Table.cell(Arrays.stream(DowntimePart.values())
                .filter(part -> part.of(predicted).orElse(0L) > 0
                        || came.flatMap(part::of).orElse(0L) > 0)
                .map(part -> part.word() + " "
                        + part.of(predicted).map(Figures::duration).orElse("none")
                        + came.flatMap(part::of)
                                .map(ns -> " (" + Figures.duration(ns) + ")")
                                .orElse(""))
                .collect(Collectors.joining(", ")));
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
