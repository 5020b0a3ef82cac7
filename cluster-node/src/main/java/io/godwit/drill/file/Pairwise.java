package io.godwit.drill.file;

import io.godwit.drill.Drill;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A sample of a matrix in which every two values of two variables that meet in a cell of it still meet in one. Most
/// faults need no more than two conditions (Kuhn, Wallace, Gallo, IEEE TSE 30(6), 2004), and the sample is a fraction
/// of the cells.
///
/// Greedy: each time the cell with most pairs that are still missing, the first of equals. Not always the smallest
/// sample, and always the same.
public final class Pairwise {

    private record Value(String variable, String value) {}

    private record Pair(Value one, Value other) {}

    private Pairwise() {}

    /// In the order of the cells. Cells of a matrix with one variable, or none, are all there.
    public static List<Drill> sample(List<Drill> cells) {
        List<List<Pair>> pairs = cells.stream().map(Pairwise::pairs).toList();
        Set<Pair> missing = new LinkedHashSet<>();
        pairs.forEach(missing::addAll);
        if (missing.isEmpty()) {
            return cells;
        }
        Set<Integer> chosen = new LinkedHashSet<>();
        while (!missing.isEmpty()) {
            int best = 0;
            long most = 0;
            for (int i = 0; i < cells.size(); i++) {
                long gain = pairs.get(i).stream().filter(missing::contains).count();
                if (gain > most) {
                    best = i;
                    most = gain;
                }
            }
            chosen.add(best);
            pairs.get(best).forEach(missing::remove);
        }
        return chosen.stream().sorted().map(cells::get).toList();
    }

    private static List<Pair> pairs(Drill drill) {
        List<Value> values = new ArrayList<>();
        for (Map.Entry<String, String> variable : drill.cell().entrySet()) {
            values.add(new Value(variable.getKey(), variable.getValue()));
        }
        List<Pair> pairs = new ArrayList<>();
        for (int one = 0; one < values.size(); one++) {
            for (int other = one + 1; other < values.size(); other++) {
                pairs.add(new Pair(values.get(one), values.get(other)));
            }
        }
        return pairs;
    }
}
