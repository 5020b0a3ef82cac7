package io.godwit.lab;

import io.godwit.figure.Bars;
import io.godwit.figure.Caption;
import io.godwit.figure.Figure;
import io.godwit.figure.Grid;
import io.godwit.figure.Lines;
import io.godwit.figure.Measure;
import io.godwit.lab.Consolidation.HostSecond;
import io.godwit.lab.Consolidation.Second;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a consolidation shows.
final class ConsolidateFindings {

    private static final double HOURS_A_DAY = 24;

    private final Consolidation course;
    private final int servers;
    private final int hosts;

    private ConsolidateFindings(Consolidation course, int servers, int hosts) {
        this.course = course;
        this.servers = servers;
        this.hosts = hosts;
    }

    static Findings of(Consolidation course, int servers, int hosts) {
        var findings = new ConsolidateFindings(course, servers, hosts);
        return new Findings(
                findings.answer(),
                List.of(findings.summary(), findings.power(), findings.use(), findings.steal()),
                findings.see(),
                course.steps());
    }

    private String answer() {
        return say(
                "%d machines draw %.0f W with CPUs used to %.0f %%, %d draw %.0f W with CPUs used to %.0f %%:"
                        + " %.0f %% of the power is saved, and %.1f %% of the CPU time that the servers want is"
                        + " stolen.",
                servers,
                watts(false),
                100 * meanUse(false),
                hosts,
                watts(true),
                100 * meanUse(true),
                100 * (1 - watts(true) / watts(false)),
                steal(true));
    }

    private List<String> see() {
        return List.of(
                say(
                        "An idle machine draws most of what a busy one does, so that power follows the number of"
                                + " machines, not the work: the work is the same, the bill falls from %.1f to %.1f kWh"
                                + " a day.",
                        kilowattHours(false), kilowattHours(true)),
                say(
                        "Use rises from %.0f to %.0f %% on average, and still the busiest second of a host reaches"
                                + " %.0f %%: bursts coincide, averages do not tell.",
                        100 * meanUse(false), 100 * meanUse(true), 100 * peakUse(true)),
                say(
                        "Steal is what a server pays for its neighbours' bursts: %.1f %% on average, %.1f %% for the"
                                + " worst. On a machine of its own it was %.1f %%.",
                        steal(true), worstSteal(true), steal(false)),
                say(
                        "Moving took %.0f s in all, and no server stood still for longer than %.0f ms.",
                        course.moveSeconds(), course.longestDowntimeNs() / 1e6));
    }

    private Figure summary() {
        return new Grid(
                new Caption("before-after", "Before and after", "Averages over the time that was watched."),
                List.of(
                        Measure.plain(""),
                        Measure.plain("machines on"),
                        Measure.of("CPU, mean", "%"),
                        Measure.of("CPU, busiest second", "%"),
                        Measure.of("power", "W"),
                        Measure.of("energy a day", "kWh"),
                        Measure.of("steal, mean", "%"),
                        Measure.of("steal, worst server", "%")),
                List.of(row("before", servers, false), row("after", hosts, true)));
    }

    private List<Grid.Cell> row(String name, int machines, boolean after) {
        return Grid.row(
                name,
                machines,
                100 * meanUse(after),
                100 * peakUse(after),
                watts(after),
                kilowattHours(after),
                steal(after),
                worstSteal(after));
    }

    private Figure power() {
        var points = course.seconds().stream()
                .map(it -> new Lines.Point(it.atSeconds(), it.watts()))
                .toList();
        return Lines.of(
                        new Caption(
                                "power",
                                "Power of all machines",
                                "Each step down is a machine that was empty and is switched off."),
                        Measure.of("time", "s"),
                        Measure.of("power", "W"),
                        List.of(new Lines.Line("all machines", points)))
                .formed(Lines.Form.STEPPED);
    }

    private Figure use() {
        var lines = new ArrayList<Lines.Line>();
        for (int i = 1; i <= Math.min(hosts, 4); i++) {
            lines.add(useOf("h" + i));
        }
        lines.add(useOf("h" + servers));
        return Lines.of(
                        new Caption(
                                "use",
                                "Use of CPU",
                                "Of machines that stay on, and of the last one to be emptied, each second."),
                        Measure.of("time", "s"),
                        Measure.of("CPU", "%"),
                        lines)
                .formed(Lines.Form.STEPPED);
    }

    private Lines.Line useOf(String name) {
        var points = new ArrayList<Lines.Point>();
        for (var second : course.seconds()) {
            second.hosts().stream()
                    .filter(it -> it.host().value().equals(name))
                    .findFirst()
                    .ifPresent(it -> points.add(new Lines.Point(second.atSeconds(), 100 * it.use())));
        }
        return new Lines.Line(name, points);
    }

    private Figure steal() {
        var parts = List.of(part("before", false), part("after", true));
        return Bars.of(
                new Caption(
                        "steal",
                        "Steal of each server",
                        "Of the CPU time that it wanted, what it did not get: none where nobody else is."),
                Measure.of("steal", "%"),
                course.times(true).keySet().stream().map(Object::toString).toList(),
                parts);
    }

    private Bars.Part part(String name, boolean after) {
        return new Bars.Part(
                name,
                course.times(after).entrySet().stream()
                        .map(it -> new Bars.Value(
                                it.getKey().value(), it.getValue().stealPercent()))
                        .toList());
    }

    private double meanUse(boolean after) {
        return course.watched(after).stream()
                .flatMap(it -> it.hosts().stream())
                .mapToDouble(HostSecond::use)
                .average()
                .orElse(0);
    }

    private double peakUse(boolean after) {
        return course.watched(after).stream()
                .flatMap(it -> it.hosts().stream())
                .mapToDouble(HostSecond::use)
                .max()
                .orElse(0);
    }

    private double watts(boolean after) {
        return course.watched(after).stream()
                .mapToDouble(Second::watts)
                .average()
                .orElse(0);
    }

    private double kilowattHours(boolean after) {
        return watts(after) * HOURS_A_DAY / 1000;
    }

    private double steal(boolean after) {
        return course.times(after).values().stream()
                .mapToDouble(Consolidation.Times::stealPercent)
                .average()
                .orElse(0);
    }

    private double worstSteal(boolean after) {
        return course.times(after).values().stream()
                .mapToDouble(Consolidation.Times::stealPercent)
                .max()
                .orElse(0);
    }

    private static String say(String form, Object... numbers) {
        return String.format(Locale.ROOT, form, numbers);
    }
}
