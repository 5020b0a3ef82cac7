package io.godwit.report;

import io.godwit.history.MigrationEvent;
import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Section;
import io.godwit.page.Table;
import io.godwit.unit.Durations;
import io.godwit.unit.Words;
import io.godwit.verdict.DrillReport;
import io.godwit.verdict.MigrationRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Each migration, and the rounds of the longest.
final class MigrationsSection {

    private record Column(String name, Function<MigrationRow, Markup> cell) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("VM", row -> Table.cell(row.vm().value())),
            new Column("Way", row -> Table.cell(row.source() + " → " + row.target())),
            new Column("Mode", row -> Table.cell(Words.of(row.mode()))),
            new Column("#Began", row -> Table.cell(Figures.duration(row.beganNs()))),
            new Column("#Took", row -> Table.cell(Figures.duration(row.tookNs()))),
            new Column(
                    "#Disk",
                    row -> Table.cell(row.disk()
                            .map(it -> Figures.bytes(it.bytes()) + " in " + Durations.brieflyNs(it.durationNs()))
                            .orElse(""))),
            new Column("#Sent", row -> Table.cell(Figures.bytes(row.bytes()))),
            new Column("#Rounds", row -> Table.cell(Figures.count(row.rounds().size()))),
            new Column("#Downtime", row -> Table.cell(Figures.duration(row.downtimeNs()))),
            new Column("#Outage", row -> Table.cell(Figures.duration(row.outageNs()))),
            new Column("#Slowed", MigrationsSection::slowed),
            new Column("Help", MigrationsSection::helps),
            new Column("Hosts' CPU", MigrationsSection::cpu),
            new Column(
                    "#In flight",
                    row -> Table.cell(row.inFlight().map(Figures::count).orElse(""))),
            new Column("#Missed", row -> Table.cell(Figures.count(row.missedFrames()))),
            new Column(
                    "Faults",
                    row -> Table.cell(row.pull()
                            .map(it -> it.faults() + ", " + Durations.brieflyNs(it.stallNs()) + " in all")
                            .orElse(""))),
            new Column(
                    "Last phase", row -> Table.cell(row.reached().map(Words::of).orElse(Figures.NONE))),
            new Column("Outcome", MigrationsSection::outcome));

    /// What a table of many has: a line each.
    private static final List<String> BRIEF =
            List.of("VM", "Way", "Mode", "#Began", "#Took", "#Sent", "#Rounds", "#Downtime", "#Outage");

    private static final Column BRIEF_OUTCOME =
            new Column("Outcome", row -> Badges.of(row.outcome()).show());

    /// Of many, so many have all their columns.
    private static final int MOST_IN_FULL = 16;

    private MigrationsSection() {}

    static Section of(DrillReport report) {
        return of(report.migrations());
    }

    static Section of(List<MigrationRow> rows) {
        long moved = rows.stream().filter(MigrationRow::moved).count();
        var lead = moved + " of " + Figures.many(rows.size(), "migration")
                + " moved the VM. Downtime is what the target"
                + " tells; outage is what the client saw. A VM that was stopped has neither, and one that restarts has"
                + " an outage. Slowed is how much less the"
                + " guest got done while it ran and moved. A guest that goes"
                + " on before its pages stands still at each fault. In flight are writes to its disk without an"
                + " answer when it stood: they are made again at the target. Missed are frames that came for it at"
                + " the source from then on: their senders repeat them.";
        boolean isCrowd = rows.size() > Table.OPEN_ROWS;
        var body = new ArrayList<Markup>();
        if (isCrowd) {
            body.addAll(MigrationSpread.show(rows));
            body.add(Markup.element("h3", "Rounds of those with most"));
        }
        body.addAll(RoundsChart.draw(rows));
        body.addAll(DowntimeChart.draw(rows));
        body.addAll(
                isCrowd
                        ? crowd(rows)
                        : List.of(table("Migrations", COLUMNS, rows)
                                .withoutEmptyColumns()
                                .show()));
        body.addAll(ForetoldTable.show(rows));
        return new Section("migrations", "Migrations", lead, body);
    }

    /// Those that cost their guest most in full, and all of them briefly.
    private static List<Markup> crowd(List<MigrationRow> rows) {
        var costly = rows.stream()
                .sorted(Comparator.comparingLong(
                                (MigrationRow it) -> -it.downtimeNs().orElse(0L))
                        .thenComparing(MigrationRow::migration))
                .limit(MOST_IN_FULL)
                .toList();
        var brief = Stream.concat(COLUMNS.stream().filter(it -> BRIEF.contains(it.name())), Stream.of(BRIEF_OUTCOME))
                .toList();
        return List.of(
                Markup.element("h3", "The " + MOST_IN_FULL + " longest downtimes in full"),
                table("Migrations with the longest downtimes", COLUMNS, costly)
                        .withoutEmptyColumns()
                        .show(),
                table("Migrations", brief, rows).fold("All " + Figures.many(rows.size(), "migration") + ", briefly"));
    }

    private static Table table(String caption, List<Column> columns, List<MigrationRow> rows) {
        return new Table(
                caption,
                columns.stream().map(Column::name).toList(),
                rows.stream()
                        .map(row -> columns.stream()
                                .map(column -> column.cell().apply(row))
                                .toList())
                        .toList());
    }

    /// Where it lost nothing, it is not said where that was.
    private static Markup slowed(MigrationRow row) {
        var lost = row.slowed().stream().filter(it -> it.lostNs() > 0).toList();
        if (lost.isEmpty()) {
            return Table.cell(row.slowed().isEmpty() ? Figures.NONE : "0 %");
        }
        var cell = Markup.element("div");
        for (var slow : lost) {
            cell = cell.add(Markup.note(slow.lostPercent() + " %, " + Figures.duration(slow.lostNs())
                    + (slow.at() == MigrationEvent.Side.TARGET ? " after it" : "")));
        }
        return cell;
    }

    private static Markup helps(MigrationRow row) {
        var cell = Markup.element("div").kind("whole");
        for (var use : row.help()) {
            var cpu = use.guestCpuNs() > 0
                    ? Durations.brieflyNs(use.guestCpuNs()) + " of the guest's CPU"
                    : Durations.brieflyNs(use.hostCpuNs()) + " CPU";
            cell = cell.add(
                    Markup.note(Words.of(use.help()) + ": " + Figures.bytes(use.savedBytes()) + " saved"),
                    Markup.note("for " + cpu));
        }
        return cell;
    }

    private static Markup cpu(MigrationRow row) {
        return row.cpu()
                .<Markup>map(it -> Markup.element("div")
                        .kind("whole")
                        .add(Markup.note("source " + Durations.brieflyNs(it.sourceNs())))
                        .add(Markup.note("target " + Durations.brieflyNs(it.targetNs()))))
                .orElse(Table.cell(Figures.NONE));
    }

    private static Markup outcome(MigrationRow row) {
        var outcome = Markup.element("div").add(Badges.of(row.outcome()).show());
        return row.why().map(why -> outcome.add(Markup.note(why))).orElse(outcome);
    }
}
