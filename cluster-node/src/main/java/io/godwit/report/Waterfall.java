package io.godwit.report;

import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Markup.Element;
import io.godwit.page.Svg;
import io.godwit.page.Svg.Box;
import io.godwit.page.TimeAxis;
import io.godwit.verdict.DrillReport;
import io.godwit.verdict.ObjectiveRow;
import io.godwit.verdict.VmRow;
import io.godwit.verdict.VmRow.Recovery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// What the time of each recovery was spent on, tier by tier, counted from its fault.
final class Waterfall {

    private static final int ROW = 18;
    private static final int HEAD = 24;
    private static final int LEFT = 250;
    private static final int RIGHT = 980;

    /// The slowest of a tier tell how it went.
    private static final int MOST_OF_A_TIER = 8;

    private static final int MOST_TIERS = 12;

    private record Row(VmRow vm, Recovery recovery) {

        long lengthNs() {
            return recovery.rtoNs().orElse(Stage.sumNs(recovery.stages()));
        }

        /// Nobody writes to it, or it never came back: a fault without an end is worse than any.
        boolean ended() {
            return recovery.rtoNs().isPresent()
                    || (vm.acknowledged().isEmpty() && recovery.epochAfter().isPresent());
        }
    }

    private static final Comparator<Row> SLOWEST_FIRST = Comparator.comparing(Row::ended)
            .thenComparing(Comparator.comparingLong(Row::lengthNs).reversed())
            .thenComparing(it -> it.vm().vm())
            .thenComparing(it -> it.recovery().faultNs());

    private final DrillReport report;
    private final TimeAxis axis;
    private final TreeMap<Integer, List<Row>> tiers = new TreeMap<>();
    private final List<Markup> shapes = new ArrayList<>();

    private Waterfall(DrillReport report) {
        this.report = report;
        for (var vm : report.vms()) {
            vm.recoveries().forEach(it -> tiers.computeIfAbsent(vm.tier(), _ -> new ArrayList<>())
                    .add(new Row(vm, it)));
        }
        tiers.values().forEach(rows -> rows.sort(SLOWEST_FIRST));
        long longestNs = tiers.values().stream()
                .flatMap(List::stream)
                .mapToLong(Row::lengthNs)
                .max()
                .orElse(0);
        long limitNs = report.objectives().stream()
                .filter(it -> it.objective().equals("rto") && it.limit() <= longestNs * 3 / 2)
                .mapToLong(ObjectiveRow::limit)
                .max()
                .orElse(0);
        axis = new TimeAxis(0, Math.max(1, Math.max(longestNs, limitNs) * 21 / 20), LEFT, RIGHT);
    }

    static List<Markup> draw(DrillReport report) {
        var waterfall = new Waterfall(report);
        return waterfall.tiers.isEmpty()
                ? List.of(Markup.note("Nothing had to be recovered."))
                : List.of(Stage.legend(), SwimLanes.wide(waterfall.picture()));
    }

    private Markup picture() {
        int y = 4;
        for (var tier : tiers.entrySet().stream().limit(MOST_TIERS).toList()) {
            y = tier(tier.getKey(), tier.getValue(), y);
        }
        var all = new ArrayList<Markup>();
        for (long tick : axis.ticks()) {
            all.add(Svg.line("grid", new Box(axis.x(tick), 4, 0, y)));
            all.add(Svg.text("tick", axis.x(tick), y + 18.0, Figures.duration(tick)));
        }
        all.addAll(shapes);
        return Svg.picture(
                TimeFrame.WIDTH, y + 26, "Recoveries by tier, what each spent its time on since the fault", all);
    }

    private int tier(int tier, List<Row> rows, int top) {
        int more = Math.max(0, rows.size() - MOST_OF_A_TIER);
        var heading = "Tier " + tier + " – " + (rows.size() == 1 ? "1 recovery" : rows.size() + " recoveries")
                + (more > 0 ? ", of which the slowest " + MOST_OF_A_TIER : "");
        shapes.add(Svg.text("tier", 8, top + 16.0, heading));
        int y = top + HEAD;
        for (var row : rows.stream().limit(MOST_OF_A_TIER).toList()) {
            row(row, y);
            y += ROW;
        }
        return y + 6;
    }

    private void row(Row row, int y) {
        var recovery = row.recovery();
        shapes.add(
                Svg.text("host", 8, y + 12.0, TimeFrame.shortened(row.vm().vm().value())));
        shapes.add(Svg.text("small", 130, y + 12.0, TimeFrame.shortened("after " + recovery.step())));
        long atNs = 0;
        for (var stage : Stage.values()) {
            long fromNs = atNs;
            long lengthNs = stage.of(recovery.stages()).orElse(0L);
            atNs += lengthNs;
            if (lengthNs > 0) {
                var title = stage.word() + ": " + Figures.duration(lengthNs);
                shapes.add(Svg.titled(bar("stage " + stage.kind(), fromNs, atNs, y), title));
            }
        }
        if (!row.ended()) {
            shapes.add(bar("never", atNs, axis.toNs(), y));
        } else if (row.lengthNs() > atNs) {
            shapes.add(Svg.titled(bar("unknown", atNs, row.lengthNs(), y), "not seen"));
        }
        limit(row, y);
        double end = axis.x(row.ended() ? row.lengthNs() : axis.toNs());
        shapes.add(Svg.text(
                row.ended() ? "small" : "small alarm",
                end + 6,
                y + 12.0,
                row.ended() ? Figures.duration(row.lengthNs()) : "never"));
    }

    private Element bar(String kind, long fromNs, long toNs, int y) {
        double x = axis.x(fromNs);
        return Svg.rect(kind, new Box(x, y + 2.0, Math.max(1, axis.x(toNs) - x), ROW - 5.0));
    }

    private void limit(Row row, int y) {
        report.objectives().stream()
                .filter(it -> it.objective().equals("rto")
                        && it.group().equals(row.vm().group()))
                .filter(it -> it.limit() <= axis.toNs())
                .findFirst()
                .ifPresent(it -> shapes.add(Svg.titled(
                        Svg.line("limit", new Box(axis.x(it.limit()), y, 0, ROW - 1.0)),
                        it.group() + " rto " + it.target())));
    }
}
