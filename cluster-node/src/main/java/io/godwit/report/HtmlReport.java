package io.godwit.report;

import io.godwit.page.Markup;
import io.godwit.page.Markup.Element;
import io.godwit.page.Page;
import io.godwit.page.Section;
import io.godwit.verdict.DrillReport;
import java.util.ArrayList;
import java.util.List;

/// The report of one drill as a page for people.
public final class HtmlReport {

    private HtmlReport() {}

    public static String render(DrillReport report) {
        return new Page("Drill " + report.subject().title(), VerdictHeader.of(report), sections(report)).html();
    }

    private static List<Section> sections(DrillReport report) {
        var sections = new ArrayList<Section>();
        sections.add(ObjectivesSection.of(report));
        sections.add(happened(report));
        sections.add(recovery(report));
        if (!report.migrations().isEmpty()) {
            sections.add(MigrationsSection.of(report));
        }
        if (!report.copies().isEmpty()) {
            sections.add(CopiesSection.of(report));
        }
        if (!report.misbehaviours().isEmpty()) {
            sections.add(IsolationSection.of(report));
        }
        sections.add(VmsSection.of(report));
        report.sizing().map(SizingSection::of).ifPresent(sections::add);
        sections.add(StepsSection.of(report));
        sections.add(InvariantsSection.of(report));
        sections.add(EndSection.leftovers(report));
        sections.add(EndSection.notCovered(report));
        sections.add(PreviousSection.of(report));
        sections.add(ReplaySection.of(report));
        return sections;
    }

    private static Section happened(DrillReport report) {
        var frame = new TimeFrame(report);
        var groups = new Groups(report);
        var body = new ArrayList<Markup>();
        body.add(heading("Hosts and VMs"));
        body.addAll(SwimLanes.draw(report, frame, groups));
        body.add(heading("Acknowledged writes a second"));
        body.addAll(WritesChart.draw(report, frame, groups));
        body.add(heading("Running copies of each VM"));
        body.addAll(CopiesChart.draw(report, frame, groups));
        var copies = report.charts().copies();
        var lead = "Time runs from left to right, and is zero when the baseline was reached."
                + (copies.known() ? " The most copies of a VM that ran at once: " + copies.highest() + "." : "");
        return new Section("happened", "What happened", lead, body);
    }

    private static Section recovery(DrillReport report) {
        return new Section(
                "recovery",
                "Recovery by tier",
                "Each bar begins with the fault that took the VM, and ends with the first write that its client saw"
                        + " acknowledged at the new place.",
                Waterfall.draw(report));
    }

    private static Element heading(String text) {
        return Markup.element("h3", text);
    }
}
