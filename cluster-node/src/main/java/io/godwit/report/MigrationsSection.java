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
import java.util.List;

/// Each migration, and the rounds of the longest.
final class MigrationsSection {

    private static final List<String> COLUMNS = List.of(
            "VM",
            "Way",
            "Mode",
            "#Began",
            "#Took",
            "#Disk",
            "#Sent",
            "#Rounds",
            "#Downtime",
            "#Outage",
            "#Slowed",
            "Help",
            "Hosts' CPU",
            "#In flight",
            "#Missed",
            "Faults",
            "Last phase",
            "Outcome");

    private MigrationsSection() {}

    static Section of(DrillReport report) {
        var rows = report.migrations();
        long moved = rows.stream()
                .filter(it -> it.outcome()
                        .filter(end -> end == MigrationEvent.Outcome.COMMITTED)
                        .isPresent())
                .count();
        var lead = moved + " of " + Figures.many(rows.size(), "migration")
                + " moved the VM. Downtime is what the target"
                + " tells; outage is what the client saw. A VM that was stopped has neither, and one that restarts has"
                + " an outage. Slowed is how much less the"
                + " guest got done while it ran and moved. A guest that goes"
                + " on before its pages stands still at each fault. In flight are writes to its disk without an"
                + " answer when it stood: they are made again at the target. Missed are frames that came for it at"
                + " the source from then on: their senders repeat them.";
        var table = new Table(
                "Migrations",
                COLUMNS,
                rows.stream().map(MigrationsSection::line).toList());
        var body = new ArrayList<Markup>(RoundsChart.draw(rows));
        body.addAll(DowntimeChart.draw(rows));
        body.add(table.withoutEmptyColumns().showOrFold("All " + Figures.many(rows.size(), "migration")));
        body.addAll(ForetoldTable.show(rows));
        return new Section("migrations", "Migrations", lead, body);
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

    private static List<Markup> line(MigrationRow row) {
        var outcome = Markup.element("div").add(Badges.of(row.outcome()).show());
        return List.of(
                Table.cell(row.vm().value()),
                Table.cell(row.source() + " → " + row.target()),
                Table.cell(Words.of(row.mode())),
                Table.cell(Figures.duration(row.beganNs())),
                Table.cell(Figures.duration(row.tookNs())),
                Table.cell(row.disk()
                        .map(it -> Figures.bytes(it.bytes()) + " in " + Durations.brieflyNs(it.durationNs()))
                        .orElse("")),
                Table.cell(Figures.bytes(row.bytes())),
                Table.cell(Figures.count(row.rounds().size())),
                Table.cell(Figures.duration(row.downtimeNs())),
                Table.cell(Figures.duration(row.outageNs())),
                slowed(row),
                helps(row),
                cpu(row),
                Table.cell(row.inFlight().map(Figures::count).orElse("")),
                Table.cell(Figures.count(row.missedFrames())),
                Table.cell(row.pull()
                        .map(it -> it.faults() + ", " + Durations.brieflyNs(it.stallNs()) + " in all")
                        .orElse("")),
                Table.cell(row.reached().map(Words::of).orElse(Figures.NONE)),
                row.why().map(why -> outcome.add(Markup.note(why))).orElse(outcome));
    }
}
