package io.godwit.report;

import io.godwit.history.DowntimeParts;
import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Table;
import io.godwit.verdict.MigrationRow;
import io.godwit.verdict.MigrationRow.Compared;
import io.godwit.verdict.MigrationRow.Foretold;
import io.godwit.verdict.MigrationRow.ForetoldDisk;
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
            List.of("VM", "Mode", "Converges", "#Rounds", "#Bytes", "#Time", "#Downtime", "Part by part", "Disk");

    private static final double TEN = 10;

    /// Of many, those are shown whose bytes were missed most.
    private static final int MOST = 16;

    private ForetoldTable() {}

    static List<Markup> show(List<MigrationRow> rows) {
        var foretold = rows.stream()
                .filter(row -> row.prediction().isPresent() || disk(row).isPresent())
                .toList();
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
                        rows.stream().map(ForetoldTable::line).toList())
                .withoutEmptyColumns()
                .show();
    }

    private static List<Markup> line(MigrationRow row) {
        var foretold = row.prediction();
        return List.of(
                Table.cell(row.vm().value()),
                Table.cell(row.mode().word()),
                Table.cell(foretold.map(it -> it.converges() ? "yes" : "no").orElse("")),
                cell(foretold.map(Foretold::rounds), Figures::count),
                cell(foretold.map(Foretold::bytes), Figures::bytes),
                cell(foretold.map(Foretold::durationNs), Figures::duration),
                cell(foretold.map(Foretold::downtimeNs), Figures::duration),
                foretold.map(it -> parts(it.parts(), row.parts())).orElse(Table.cell("")),
                disk(row).map(ForetoldTable::both).orElse(Table.cell("")));
    }

    private static Markup both(ForetoldDisk disk) {
        return Markup.element("div")
                .add(cell(disk.bytes(), Figures::bytes))
                .add(cell(disk.durationNs(), Figures::duration));
    }

    private static Optional<ForetoldDisk> disk(MigrationRow row) {
        return row.disk().flatMap(MigrationRow.Disk::prediction);
    }

    private static Markup cell(Optional<Compared> it, LongFunction<String> said) {
        return it.map(both -> cell(both, said)).orElse(Table.cell(""));
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
