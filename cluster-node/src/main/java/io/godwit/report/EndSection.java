package io.godwit.report;

import io.godwit.page.Figures;
import io.godwit.page.Markup;
import io.godwit.page.Markup.Element;
import io.godwit.page.Section;
import io.godwit.verdict.DrillReport;
import java.util.ArrayList;
import java.util.List;

/// What was left behind, and what the drill says nothing about.
final class EndSection {

    /// Sentences that a page has room for.
    private static final int MOST_LINES = 200;

    private EndSection() {}

    static Section leftovers(DrillReport report) {
        var left = report.leftovers();
        return left.isEmpty()
                ? new Section("leftovers", "Leftovers", "Nothing was left behind.", List.of())
                : new Section("leftovers", "Leftovers", "These should not be there any more.", List.of(list(left)));
    }

    static Section notCovered(DrillReport report) {
        var gaps = report.notCovered();
        var body = new ArrayList<Markup>();
        var words = new ArrayList<String>();
        add(words, "Faults never felt", gaps.faults());
        add(words, "Phases of migrations never entered", gaps.phases());
        add(
                words,
                "Tiers never restarted",
                gaps.tiers().stream().map(Object::toString).toList());
        add(words, "Invariants with nothing to check", gaps.invariants());
        words.addAll(gaps.notModelled());
        body.add(list(words));
        return new Section("not-covered", "Not covered", "This drill proves nothing about the following.", body);
    }

    private static void add(List<String> words, String what, List<String> names) {
        if (!names.isEmpty()) {
            words.add(what + ": " + String.join(", ", names) + ".");
        }
    }

    private static Element list(List<String> lines) {
        var list = Markup.element("ul")
                .addAll(lines.stream()
                        .limit(MOST_LINES)
                        .map(line -> Markup.element("li", line))
                        .toList());
        int more = lines.size() - MOST_LINES;
        return more <= 0 ? list : list.add(Markup.element("li", "and " + Figures.count(more) + " more"));
    }
}
