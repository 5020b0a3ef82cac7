package io.godwit.report;

import io.godwit.verdict.Outcome;
import io.godwit.verdict.Summary;
import io.godwit.verdict.Summary.CellRow;
import io.godwit.verdict.Summary.RunRow;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// A matrix of five phases and three victims, made by hand.
final class SummarySpecimens {

    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());
    private static final List<String> PHASES = List.of("reserve", "precopy", "switchover", "commit", "release");
    private static final List<String> VICTIMS = List.of("source", "target", "controller");

    private SummarySpecimens() {}

    static Summary summary(int seeds) {
        var cells = new ArrayList<CellRow>();
        var runs = new ArrayList<RunRow>();
        for (var phase : PHASES) {
            for (var victim : VICTIMS) {
                var cell = new TreeMap<String, String>();
                cell.put("phase", phase);
                cell.put("victim", victim);
                var outcome = OUTCOMES.get((cells.size() * 7 % 11) % OUTCOMES.size());
                var title = "crash [phase=" + phase + " victim=" + victim + "]";
                cells.add(new CellRow(title, cell, seeds, seeds - 1, outcome));
                for (long seed = 1; seed <= seeds; seed++) {
                    var replay = "godwit drill crash.yaml --virtual --seed " + seed;
                    runs.add(new RunRow(title, cell, seed, outcome, seed > 1, "4 of 4 invariants held", replay));
                }
            }
        }
        var worst = Specimens.report(12).objectives().stream()
                .map(it -> new Summary.WorstOfRuns(cells.getLast().title(), 2, it))
                .toList();
        return new Summary(
                1, "crash", Outcome.VIOLATED, 3, "3 of 15 cells violated", runs, cells, worst, List.of("phase resume"));
    }
}
