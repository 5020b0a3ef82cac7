package io.godwit.cli;

import io.godwit.verdict.DrillReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a terminal is told of a report.
final class Lines {

    private Lines() {}

    static String brief(DrillReport report) {
        return word(report) + "  " + report.subject().title() + ": "
                + report.verdict().sentence();
    }

    static List<String> of(DrillReport report) {
        var lines = new ArrayList<String>();
        for (var step : report.steps()) {
            lines.add("  " + step.id() + ": " + step.verb() + " " + step.target() + " - "
                    + step.evidence().orElse("no effect seen"));
        }
        lines.add(brief(report));
        lines.add("  safety      " + report.verdict().safety().sentence());
        lines.add("  objectives  " + report.verdict().objectives().sentence());
        lines.add("  recovery    " + report.verdict().recovery().sentence());
        return lines;
    }

    private static String word(DrillReport report) {
        return report.verdict().outcome().name().replace('_', ' ').toLowerCase(Locale.ROOT);
    }
}
