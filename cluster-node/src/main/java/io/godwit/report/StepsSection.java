package io.godwit.report;

import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Section;
import io.godwit.page.Table;
import io.godwit.verdict.DrillReport;
import io.godwit.verdict.DrillReport.Effect;
import io.godwit.verdict.DrillReport.StepRow;
import java.util.List;

/// What the timeline wanted, what was done, and the evidence that it bit.
final class StepsSection {

    /// Victims that are named; a site may have many.
    private static final int MOST_VICTIMS = 4;

    private static final List<String> COLUMNS =
            List.of("Step", "Action", "When", "#Taken", "#Ended", "Struck", "Effect", "Evidence");

    private StepsSection() {}

    static Section of(DrillReport report) {
        var steps = report.steps();
        long taken =
                steps.stream().filter(it -> it.effect() != Effect.NEVER_TAKEN).count();
        long felt = steps.stream().filter(it -> it.effect() == Effect.FELT).count();
        var lead = taken + " of " + Figures.many(steps.size(), "step") + " were taken, and " + felt + " were felt.";
        var table = new Table(
                "Steps of the timeline",
                COLUMNS,
                steps.stream().map(StepsSection::line).toList());
        return new Section("steps", "Steps", lead, List.of(table.showOrFold("All steps")));
    }

    private static List<Markup> line(StepRow step) {
        var name = Markup.element("span", step.id());
        return List.of(
                step.mustHappen() ? name.add(Markup.element("small", "must happen")) : name,
                Table.cell(step.verb() + " " + step.target()),
                Table.cell(step.trigger()),
                Table.cell(Figures.duration(step.takenNs())),
                Table.cell(Figures.duration(step.endedNs())),
                Table.cell(victims(step.victims())),
                Badges.of(step.effect()).show(),
                Table.cell(step.failure().or(step::evidence).orElse(Figures.NONE)));
    }

    private static String victims(List<String> victims) {
        if (victims.isEmpty()) {
            return Figures.NONE;
        }
        var named = String.join(", ", victims.stream().limit(MOST_VICTIMS).toList());
        return victims.size() <= MOST_VICTIMS ? named : named + " and " + (victims.size() - MOST_VICTIMS) + " more";
    }
}
