package io.godwit.report;

import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Table;
import io.godwit.verdict.MigrationRow;
import io.godwit.verdict.MigrationRow.Foretold;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongFunction;

/// How what many migrations took is spread, and why some moved nothing: a page has no room for each of them.
final class MigrationSpread {

    private static final List<String> COLUMNS =
            List.of("At most, of those that moved", "#Half", "#90 %", "#99 %", "#All", "Which had most", "#Of");

    private static final List<Double> PARTS = List.of(0.5, 0.9, 0.99, 1.0);

    /// Reasons are few; those that name what differs from one to the next are not.
    private static final int MOST_REASONS = 12;

    private MigrationSpread() {}

    /// @param value empty: it is not among those that are counted
    private record Measure(String name, Function<MigrationRow, Optional<Long>> value, LongFunction<String> said) {}

    private static final List<Measure> MEASURES = List.of(
            new Measure("took", MigrationRow::tookNs, Figures::duration),
            new Measure("sent", it -> Optional.of(it.bytes()), Figures::bytes),
            new Measure("rounds", it -> Optional.of((long) it.rounds().size()), Figures::count),
            new Measure("downtime", MigrationRow::downtimeNs, Figures::duration),
            new Measure("outage", MigrationRow::outageNs, Figures::duration),
            new Measure("slowed by", MigrationRow::lostNs, Figures::duration),
            new Measure("more bytes than predicted", it -> percent(it, Foretold::bytes), MigrationSpread::percent),
            new Measure("longer than predicted", it -> percent(it, Foretold::durationNs), MigrationSpread::percent));

    private static Optional<Long> percent(MigrationRow row, Function<Foretold, MigrationRow.Compared> of) {
        return row.prediction().flatMap(it -> of.apply(it).deviationPercent()).map(Math::round);
    }

    private static String percent(long percent) {
        return (percent < 0 ? "−" + -percent : "+" + percent) + " %";
    }

    static List<Markup> show(List<MigrationRow> rows) {
        var moved = rows.stream().filter(MigrationRow::moved).toList();
        var shown = new ArrayList<Markup>();
        shown.add(Markup.element("h3", "How they are spread"));
        shown.add(new Table("How migrations are spread", COLUMNS, lines(moved)).show());
        if (moved.size() < rows.size()) {
            shown.add(Markup.element("h3", "What moved nothing"));
            shown.add(reasons(rows.stream().filter(it -> !it.moved()).toList()));
        }
        return shown;
    }

    private static List<List<Markup>> lines(List<MigrationRow> moved) {
        var lines = new ArrayList<List<Markup>>();
        for (var measure : MEASURES) {
            var counted = moved.stream()
                    .filter(it -> measure.value().apply(it).isPresent())
                    .sorted(Comparator.comparing(it -> measure.value().apply(it).orElseThrow()))
                    .toList();
            if (counted.stream().anyMatch(it -> measure.value().apply(it).orElseThrow() != 0)) {
                lines.add(line(measure, counted));
            }
        }
        return lines;
    }

    /// @param counted the least first
    private static List<Markup> line(Measure measure, List<MigrationRow> counted) {
        var line = new ArrayList<Markup>();
        line.add(Table.cell(measure.name()));
        for (double part : PARTS) {
            var last = counted.get((int) Math.ceil(part * counted.size()) - 1);
            line.add(Table.cell(measure.said().apply(measure.value().apply(last).orElseThrow())));
        }
        line.add(Table.cell(counted.getLast().vm().value()));
        line.add(Table.cell(Figures.count(counted.size())));
        return line;
    }

    private record Reason(String outcome, String why) {}

    private static Markup reasons(List<MigrationRow> stayed) {
        Map<Reason, List<MigrationRow>> byReason =
                new TreeMap<>(Comparator.comparing(Reason::outcome).thenComparing(Reason::why));
        stayed.forEach(it -> byReason.computeIfAbsent(
                        new Reason(Badges.of(it.outcome()).word(), it.why().orElse("")), _ -> new ArrayList<>())
                .add(it));
        var lines = byReason.entrySet().stream()
                .sorted(Comparator.comparingInt(it -> -it.getValue().size()))
                .limit(MOST_REASONS)
                .map(it -> reason(it.getKey(), it.getValue()))
                .toList();
        var table = new Table("Why some moved nothing", List.of("Why", "Outcome", "#Migrations", "One of them"), lines)
                .show();
        return byReason.size() <= MOST_REASONS
                ? table
                : Markup.element("div", "")
                        .add(table)
                        .add(Markup.note(
                                Figures.many(byReason.size() - MOST_REASONS, "rarer reason") + " left out here."));
    }

    private static List<Markup> reason(Reason reason, List<MigrationRow> rows) {
        return List.of(
                Table.cell(reason.why().isEmpty() ? Figures.NONE : reason.why()),
                Badges.of(rows.getFirst().outcome()).show(),
                Table.cell(Figures.count(rows.size())),
                Table.cell(rows.getFirst().vm().value()));
    }
}
