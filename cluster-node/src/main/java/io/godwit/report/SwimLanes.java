package io.godwit.report;

import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Svg;
import io.godwit.page.Svg.Box;
import io.godwit.report.PackedLane.Bar;
import io.godwit.verdict.Charts.State;
import io.godwit.verdict.DrillReport;
import java.util.ArrayList;
import java.util.List;

/// Where each VM ran, and when: a lane a host, a bar a stay.
final class SwimLanes {

    /// Bars that a browser draws at once, and a page has room for.
    private static final int MOST_STAYS = 2_500;

    private static final double LETTER = 5.6;

    /// What is struck is hatched, for those who see no colours.
    private static final Markup HATCH = Markup.element("pattern")
            .with("id", "hatch")
            .with("width", "6")
            .with("height", "6")
            .with("patternUnits", "userSpaceOnUse")
            .with("patternTransform", "rotate(45)")
            .add(Svg.line("hatch", new Box(0, 0, 0, 6)));

    private final DrillReport report;
    private final TimeFrame frame;
    private final Groups groups;

    private SwimLanes(DrillReport report, TimeFrame frame, Groups groups) {
        this.report = report;
        this.frame = frame;
        this.groups = groups;
    }

    static List<Markup> draw(DrillReport report, TimeFrame frame, Groups groups) {
        return new SwimLanes(report, frame, groups).drawn();
    }

    private List<Markup> drawn() {
        var packed = lanes();
        int plot = packed.stream().mapToInt(PackedLane::height).sum();
        int leftOut = packed.stream().mapToInt(PackedLane::leftOut).sum();
        var front = new ArrayList<Markup>();
        var stripes = new ArrayList<Markup>();
        int y = frame.top();
        for (int i = 0; i < packed.size(); i++) {
            var lane = packed.get(i);
            boolean first = i == 0
                    || !packed.get(i - 1).lane().site().equals(lane.lane().site());
            stripes.add(Svg.rect(i % 2 == 0 ? "lane" : "lane odd", new Box(0, y, TimeFrame.WIDTH, lane.height())));
            lane(lane, y, first, front);
            y += lane.height();
        }
        var shapes = new ArrayList<Markup>(List.of(HATCH));
        shapes.addAll(stripes);
        shapes.addAll(frame.behind(plot));
        shapes.addAll(front);
        var label = "Hosts and the VMs on them over time, " + packed.size() + " hosts; the table of VMs has the ends";
        var drawn = new ArrayList<Markup>(List.of(
                groups.legend(
                        "paused",
                        "paused",
                        "fault",
                        "a fault, as long as it lasted",
                        "struck",
                        "host struck",
                        "healed",
                        "faults ended"),
                wide(Svg.picture(TimeFrame.WIDTH, frame.heightFor(plot), label, shapes))));
        if (report.charts().lanesLeftOut() > 0) {
            drawn.add(Markup.note(Figures.many(report.charts().lanesLeftOut(), "more host") + " not drawn."));
        }
        if (leftOut > 0) {
            drawn.add(Markup.note(Figures.many(leftOut, "stay") + " of VMs on these hosts not drawn."));
        }
        return drawn;
    }

    private List<PackedLane> lanes() {
        var lanes = report.charts().lanes();
        int mostBars = MOST_STAYS / Math.max(1, lanes.size());
        return lanes.stream().map(lane -> PackedLane.of(lane, mostBars)).toList();
    }

    static Markup wide(Markup picture) {
        return Markup.element("div").kind("wide picture").add(picture);
    }

    private void lane(PackedLane lane, int y, boolean firstOfSite, List<Markup> shapes) {
        double middle = y + lane.height() / 2.0 + 4;
        shapes.add(Svg.text(
                "host", 46, middle, TimeFrame.shortened(lane.lane().host().value())));
        if (firstOfSite) {
            shapes.add(Svg.text("site", 8, middle, lane.lane().site()));
        }
        for (var band : report.charts().bands()) {
            if (band.victims().contains(lane.lane().node())) {
                double x = frame.axis().x(band.fromNs());
                double width = Math.max(2, frame.axis().x(band.toNs()) - x);
                shapes.add(Svg.rect("struck", new Box(x, y + 1.0, width, lane.height() - 2.0)));
            }
        }
        lane.bars().forEach(bar -> bar(bar, y + 3 + bar.row() * lane.rowHeight(), lane, shapes));
    }

    private void bar(Bar bar, int y, PackedLane lane, List<Markup> shapes) {
        var stay = bar.stay();
        double x = frame.axis().x(stay.fromNs());
        double width = Math.max(1.5, frame.axis().x(stay.toNs()) - x - 0.7);
        var kind = "stay " + groups.kind(stay.vm()) + (stay.state() == State.PAUSED ? " paused" : "");
        var shape = Svg.rect(kind, new Box(x, y, width, lane.rowHeight() - 1.5))
                .with("data-vm", stay.vm().value());
        shapes.add(Svg.titled(
                shape,
                stay.vm() + ", epoch " + stay.epoch() + (stay.state() == State.PAUSED ? ", paused" : "") + ": "
                        + Figures.duration(stay.fromNs()) + " to " + Figures.duration(stay.toNs())));
        if (lane.hasNames() && width > stay.vm().value().length() * LETTER + 8) {
            shapes.add(Svg.text("on-bar", x + 4, y + 9.5, stay.vm().value()));
        }
    }
}
