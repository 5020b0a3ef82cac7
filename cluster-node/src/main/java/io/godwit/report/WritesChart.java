package io.godwit.report;

import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Svg;
import io.godwit.page.Svg.Box;
import io.godwit.verdict.Charts.Writes;
import io.godwit.verdict.Charts.WritesOfGroup;
import io.godwit.verdict.DrillReport;
import java.util.ArrayList;
import java.util.List;

/// Acknowledged writes a second, each group on a scale of its own: what counts is where the line falls to the ground.
final class WritesChart {

    private static final int STRIP = 46;
    private static final int GAP = 14;

    /// Groups that one can look at together.
    private static final int MOST_GROUPS = 12;

    private static final double SECOND_NS = 1e9;

    private WritesChart() {}

    static List<Markup> draw(DrillReport report, TimeFrame frame, Groups groups) {
        var writes = report.charts().writes();
        var shown = writes.groups().stream().limit(MOST_GROUPS).toList();
        if (shown.isEmpty()) {
            return List.of(Markup.note("No client wrote to any VM."));
        }
        int plot = shown.size() * (STRIP + GAP);
        var shapes = new ArrayList<Markup>(frame.behind(plot));
        int ground = frame.top();
        for (var group : shown) {
            ground += STRIP + GAP;
            shapes.add(Svg.line("ground", new Box(TimeFrame.LEFT, ground, TimeFrame.WIDTH - TimeFrame.LEFT - 16, 0)));
            shapes.add(area(new Strip(group, writes.bucketNs(), ground), report, frame, groups));
            shapes.add(Svg.text("host", 8, ground - STRIP / 2.0, TimeFrame.shortened(group.group())));
            shapes.add(Svg.text("small", 8, ground - STRIP / 2.0 + 15, "most " + rate(group, writes)));
        }
        var picture = Svg.picture(
                TimeFrame.WIDTH,
                frame.heightFor(plot),
                "Acknowledged writes a second over time, a strip for each group",
                shapes);
        var drawn = new ArrayList<Markup>(List.of(SwimLanes.wide(picture)));
        if (shown.size() < writes.groups().size()) {
            drawn.add(Markup.note(Figures.many((long) writes.groups().size() - shown.size(), "group") + " left out."));
        }
        return drawn;
    }

    private record Strip(WritesOfGroup group, long bucketNs, int ground) {}

    private static Markup area(Strip strip, DrillReport report, TimeFrame frame, Groups groups) {
        var counts = strip.group().acknowledged();
        double most = Math.max(1, most(strip.group()));
        long fromNs = report.charts().fromNs();
        var steps = new StringBuilder("M" + Svg.number(frame.axis().x(fromNs)) + " " + strip.ground());
        for (int i = 0; i < counts.size(); i++) {
            long endNs = Math.min(report.charts().toNs(), fromNs + (i + 1) * strip.bucketNs());
            steps.append("V")
                    .append(Svg.number(strip.ground() - STRIP * (counts.get(i) / most)))
                    .append("H")
                    .append(Svg.number(frame.axis().x(endNs)));
        }
        var shape = Svg.path(
                "writes " + groups.kind(strip.group().group()),
                steps.append("V" + strip.ground() + "Z").toString());
        return Svg.titled(shape, strip.group().group() + ": " + Figures.count(sum(counts)) + " acknowledged writes");
    }

    private static String rate(WritesOfGroup group, Writes writes) {
        return Figures.count(Math.round(most(group) * SECOND_NS / writes.bucketNs())) + "/s";
    }

    private static long most(WritesOfGroup group) {
        return group.acknowledged().stream().mapToLong(it -> it).max().orElse(0);
    }

    private static long sum(List<Long> counts) {
        return counts.stream().mapToLong(it -> it).sum();
    }
}
