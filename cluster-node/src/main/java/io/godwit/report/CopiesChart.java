package io.godwit.report;

import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Svg;
import io.godwit.page.Svg.Box;
import io.godwit.verdict.Charts.Change;
import io.godwit.verdict.Charts.CopiesOfVm;
import io.godwit.verdict.DrillReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// How many copies of each VM ran: a thin bar for one, a gap for none, and what must never be for more.
final class CopiesChart {

    private static final int ROW = 15;

    /// VMs that one can look at together: those with two copies, then those that changed most.
    private static final int MOST_VMS = 24;

    private CopiesChart() {}

    static List<Markup> draw(DrillReport report, TimeFrame frame, Groups groups) {
        var copies = report.charts().copies();
        if (!copies.known()) {
            return List.of(Markup.note("Not drawn: the clocks of this run can't be compared."));
        }
        var shown = copies.vms().stream()
                .sorted(Comparator.comparing((CopiesOfVm it) -> most(it) <= 1))
                .limit(MOST_VMS)
                .toList();
        int plot = shown.size() * ROW + 4;
        var shapes = new ArrayList<Markup>(frame.behind(plot));
        int y = frame.top() + 2;
        for (var vm : shown) {
            shapes.add(Svg.text("host", 8, y + 11.0, TimeFrame.shortened(vm.vm().value())));
            bars(vm, y, new Picture(report.charts().toNs(), frame, groups), shapes);
            y += ROW;
        }
        var label = "Running copies of each VM over time, at most " + copies.highest();
        var drawn = new ArrayList<Markup>(
                List.of(SwimLanes.wide(Svg.picture(TimeFrame.WIDTH, frame.heightFor(plot), label, shapes))));
        if (report.vms().size() > shown.size()) {
            drawn.add(Markup.note("Drawn are the " + Figures.many(shown.size(), "VM") + " that changed most, of "
                    + Figures.count(report.vms().size()) + "."));
        }
        return drawn;
    }

    private record Picture(long endNs, TimeFrame frame, Groups groups) {}

    private static void bars(CopiesOfVm vm, int y, Picture picture, List<Markup> shapes) {
        var changes = vm.changes();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            long toNs = i + 1 < changes.size() ? changes.get(i + 1).atNs() : picture.endNs();
            double x = picture.frame().axis().x(change.atNs());
            double width = Math.max(1, picture.frame().axis().x(toNs) - x);
            if (change.copies() == 1) {
                var kind = "stay " + picture.groups().kind(vm.vm());
                shapes.add(Svg.rect(kind, new Box(x, y + 5.0, width, 6))
                        .with("data-vm", vm.vm().value()));
            } else if (change.copies() > 1) {
                var twice = Svg.rect("twice", new Box(x, y, Math.max(3, width), ROW - 1.0));
                shapes.add(Svg.titled(
                        twice,
                        change.copies() + " copies from " + Figures.duration(change.atNs()) + " to "
                                + Figures.duration(toNs)));
            }
        }
    }

    private static int most(CopiesOfVm vm) {
        return vm.changes().stream().mapToInt(Change::copies).max().orElse(0);
    }
}
