package io.godwit.report;

import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Section;
import io.godwit.page.Table;
import io.godwit.unit.Words;
import io.godwit.verdict.DrillReport;
import io.godwit.verdict.VmRow;
import io.godwit.verdict.VmRow.Lost;
import io.godwit.verdict.VmRow.Place;
import io.godwit.verdict.VmRow.Recovery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What became of each VM. Many of them are folded, a fold a group.
final class VmsSection {

    /// Groups that get a fold of their own.
    private static final int MOST_FOLDS = 30;

    private static final List<String> COLUMNS = List.of(
            "VM",
            "Before",
            "After",
            "#Detect",
            "#Fence",
            "#Decide",
            "#Place",
            "#Start",
            "#First write",
            "#RTO",
            "#Outage",
            "#Lost");

    private static final Comparator<Recovery> SLOWEST_LAST =
            Comparator.comparingLong(it -> it.rtoNs().orElse(Long.MAX_VALUE));

    private VmsSection() {}

    static Section of(DrillReport report) {
        var vms = report.vms();
        long running = vms.stream().filter(it -> it.after().running()).count();
        var lead =
                running + " of " + Figures.many(vms.size(), "VM") + " run in the end. A place is a host and the epoch"
                        + " there; where a VM was recovered more than once, the slowest recovery is shown.";
        return new Section(
                "vms",
                "VMs",
                lead,
                vms.size() <= Table.OPEN_ROWS ? List.of(table(vms).show()) : folds(vms));
    }

    private static List<Markup> folds(List<VmRow> vms) {
        var groups = vms.stream().map(VmRow::group).distinct().toList();
        if (groups.size() > MOST_FOLDS) {
            return List.of(table(vms).fold("All " + Figures.many(vms.size(), "VM")));
        }
        var folds = new ArrayList<Markup>();
        int left = Table.MOST_ROWS;
        for (var group : groups) {
            var members = vms.stream().filter(it -> it.group().equals(group)).toList();
            var shown = members.stream().limit(Math.max(0, left)).toList();
            left -= shown.size();
            var more = members.size() - shown.size();
            folds.add(table(shown)
                    .fold(summary(group, members)
                            + (more == 0 ? "" : "; " + Figures.many(more, "row") + " left out here")));
        }
        return folds;
    }

    private static String summary(String group, List<VmRow> members) {
        long running = members.stream().filter(it -> it.after().running()).count();
        long recovered =
                members.stream().filter(it -> !it.recoveries().isEmpty()).count();
        return group + " – " + Figures.many(members.size(), "VM") + ", " + running + " run in the end, " + recovered
                + " had to be recovered";
    }

    private static Table table(List<VmRow> vms) {
        return new Table(
                "What became of each VM",
                COLUMNS,
                vms.stream().map(VmsSection::line).toList());
    }

    private static List<Markup> line(VmRow vm) {
        var slowest = vm.recoveries().stream().max(SLOWEST_LAST);
        var line = new ArrayList<Markup>();
        line.add(named(vm));
        line.add(place(vm.before()));
        line.add(place(vm.after()));
        Arrays.stream(Stage.values())
                .map(stage -> slowest.flatMap(it -> stage.of(it.stages())))
                .forEach(length -> line.add(Table.cell(Figures.duration(length))));
        line.add(rto(vm, slowest));
        line.add(Table.cell(Figures.duration(vm.longestOutageNs())));
        line.add(vm.lost().map(VmsSection::lost).orElse(Table.cell(Figures.NONE)));
        return line;
    }

    private static Markup named(VmRow vm) {
        var care = "tier " + vm.tier() + ", " + Words.of(vm.protection())
                + (vm.recoveries().size() > 1 ? ", recovered " + vm.recoveries().size() + " times" : "")
                + (vm.recoveries().stream().anyMatch(Recovery::memoryLost) ? ", memory lost" : "");
        return Markup.element("span", vm.vm().value())
                .with("data-vm", vm.vm().value())
                .add(Markup.element("small", care));
    }

    private static Markup place(Place place) {
        return place.host()
                .<Markup>map(host -> {
                    var told = Markup.element("span", host.value())
                            .add(Markup.element("small", "epoch " + place.epoch() + (place.running() ? "" : ", idle")));
                    return place.running() ? told : told.kind("warn");
                })
                .orElse(Markup.element("span", "nowhere").kind("warn"));
    }

    private static Markup rto(VmRow vm, Optional<Recovery> slowest) {
        boolean never = slowest.filter(it -> it.rtoNs().isEmpty()).isPresent()
                && (vm.acknowledged().isPresent()
                        || slowest.flatMap(Recovery::epochAfter).isEmpty());
        return never
                ? Markup.element("b", "never").kind("warn")
                : Markup.element("b", Figures.duration(slowest.flatMap(Recovery::rtoNs)));
    }

    private static Markup lost(Lost lost) {
        if (!lost.audited()) {
            return Markup.element("span", "unknown").kind("warn");
        }
        return lost.writes() == 0
                ? Table.cell("0")
                : Markup.element("span", Figures.many(lost.writes(), "write"))
                        .kind("warn")
                        .add(Markup.element("small", "RPO " + Figures.duration(lost.rpoNs())));
    }
}
