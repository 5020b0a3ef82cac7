package io.godwit.report;

import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Section;
import io.godwit.page.Table;
import io.godwit.verdict.DrillReport;
import io.godwit.verdict.DrillReport.Clock;
import java.util.ArrayList;
import java.util.List;

/// How to play the same again, and where this was played.
final class ReplaySection {

    private ReplaySection() {}

    static Section of(DrillReport report) {
        var lead = report.subject().clock() == Clock.VIRTUAL
                ? "In virtual time the same file, seed and commit give the same report, to the last byte."
                : "On real processes the same file and seed give the same drill, and other timings.";
        var command =
                Markup.element("pre").add(Markup.element("code", report.replay().command()));
        return new Section(
                "replay", "Replay", lead, List.of(command, facts(report).show()));
    }

    private static Table facts(DrillReport report) {
        var replay = report.replay();
        var machine = report.machine();
        var rows = new ArrayList<List<Markup>>();
        add(rows, "File", replay.file());
        add(rows, "Seed", Long.toString(replay.seed()));
        replay.settings().forEach((name, value) -> add(rows, "Set " + name, value));
        add(rows, "Commit", replay.commit().orElse("unknown"));
        add(rows, "Godwit", machine.godwitVersion());
        add(rows, "Java", machine.javaVersion());
        add(
                rows,
                "Machine",
                machine.hostName() + ", " + machine.operatingSystem() + ", "
                        + Figures.many(machine.processors(), "processor"));
        add(rows, "Started", machine.startedAt());
        add(rows, "Took", Figures.duration(machine.wallNs()) + " of real time");
        return new Table("Where it was played", List.of("What", "Value"), rows);
    }

    private static void add(List<List<Markup>> rows, String what, String value) {
        rows.add(List.of(Table.cell(what), Table.cell(value)));
    }
}
