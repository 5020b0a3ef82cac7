package io.godwit.report;

import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Svg;
import io.godwit.page.Svg.Box;
import io.godwit.verdict.MigrationRow;
import io.godwit.verdict.MigrationRow.Round;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/// The rounds of single migrations: what each sent, how fast, and what the guest had dirtied meanwhile.
final class RoundsChart {

    private static final int WIDTH = 520;
    private static final int ROW = 19;

    /// Migrations that are drawn: those with most rounds; the table has all.
    private static final int MOST_MIGRATIONS = 8;

    /// Of more rounds, the first and the last are drawn.
    private static final int MOST_ROUNDS = 10;

    private static final int BAR = 50;

    private record Measure(String name, int x, ToLongFunction<Round> value, LongFunction<String> said, String kind) {}

    private static final List<Measure> MEASURES = List.of(
            new Measure("sent", 44, Round::bytes, Figures::bytes, "g0"),
            new Measure("rate", 162, Round::bytesPerSecond, it -> Figures.bytes(it) + "/s", "g2"),
            new Measure("dirtied", 284, Round::dirtyBytesPerSecond, it -> Figures.bytes(it) + "/s", "g5"),
            new Measure("pages left", 412, Round::remainingPages, Figures::count, "g1"));

    private RoundsChart() {}

    static List<Markup> draw(List<MigrationRow> migrations) {
        var drawn = migrations.stream()
                .filter(it -> !it.rounds().isEmpty())
                .sorted(Comparator.comparingInt(
                        (MigrationRow it) -> -it.rounds().size()))
                .limit(MOST_MIGRATIONS)
                .toList();
        if (drawn.isEmpty()) {
            return List.of();
        }
        return List.of(Markup.element("div")
                .kind("panels")
                .addAll(drawn.stream().map(RoundsChart::panel).toList()));
    }

    private static Markup panel(MigrationRow migration) {
        var rounds = shown(migration.rounds());
        var shapes = new ArrayList<Markup>();
        shapes.add(Svg.text("small", 0, 12, "round"));
        for (var measure : MEASURES) {
            shapes.add(Svg.text("small", measure.x(), 12, measure.name()));
        }
        int y = 18;
        for (var round : rounds) {
            shapes.add(Svg.text("host", 8, y + 13.0, Integer.toString(round.round())));
            for (var measure : MEASURES) {
                shapes.addAll(bar(measure, round, y, migration.rounds()));
            }
            y += ROW;
        }
        var heading = migration.vm() + ": " + migration.source() + " → " + migration.target();
        int missing = migration.rounds().size() - rounds.size();
        var panel = Markup.element("div")
                .kind("panel")
                .add(Markup.element("h3", heading)
                        .add(Badges.of(migration.outcome()).show()))
                .add(Svg.picture(WIDTH, y + 4, "Rounds of the migration of " + heading, shapes));
        return missing == 0 ? panel : panel.add(Markup.note(Figures.many(missing, "round") + " between left out."));
    }

    private static List<Round> shown(List<Round> rounds) {
        if (rounds.size() <= MOST_ROUNDS) {
            return rounds;
        }
        var shown = new ArrayList<>(rounds.subList(0, MOST_ROUNDS / 2));
        shown.addAll(rounds.subList(rounds.size() - MOST_ROUNDS / 2, rounds.size()));
        return shown;
    }

    private static List<Markup> bar(Measure measure, Round round, int y, List<Round> rounds) {
        long most = Math.max(1, rounds.stream().mapToLong(measure.value()).max().orElse(1));
        long value = measure.value().applyAsLong(round);
        double width = value == 0 ? 0 : Math.max(1, BAR * ((double) value / most));
        return List.of(
                Svg.rect("stay " + measure.kind(), new Box(measure.x(), y + 3.0, width, ROW - 7.0)),
                Svg.text(
                        "small",
                        measure.x() + width + 5,
                        y + 13.0,
                        measure.said().apply(value)));
    }
}
