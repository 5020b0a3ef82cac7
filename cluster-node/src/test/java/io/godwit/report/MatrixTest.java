package io.godwit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.verdict.Outcome;
import io.godwit.verdict.Summary.CellRow;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MatrixTest {

    @Test
    void isWideOnlyAsLongAsThatCanBeRead() {
        List<CellRow> cells = new ArrayList<>();
        for (String phase : List.of("reserve", "precopy", "switchover", "commit", "resume", "release")) {
            for (String victim : List.of("source", "target", "controller")) {
                SortedMap<String, String> values = new TreeMap<>();
                values.put("phase", phase);
                values.put("victim", victim);
                cells.add(new CellRow(phase + victim, values, 1, 1, Outcome.PASSED));
            }
        }
        Matrix two = Matrix.of(cells);
        assertThat(two.down()).containsExactly("phase");
        assertThat(two.across()).containsExactly("victim source", "victim target", "victim controller");

        List<CellRow> more = new ArrayList<>();
        for (CellRow cell : cells) {
            for (String how : List.of("kill", "pause", "partition")) {
                for (String mode : List.of("pre-copy", "suspend-and-copy")) {
                    SortedMap<String, String> values = new TreeMap<>(cell.cell());
                    values.put("how", how);
                    values.put("mode", mode);
                    more.add(new CellRow(cell.title() + how + mode, values, 1, 1, Outcome.PASSED));
                }
            }
        }
        Matrix four = Matrix.of(more);
        assertThat(four.down()).containsExactly("phase", "how");
        assertThat(four.rows()).hasSize(18).contains("switchover, partition");
        assertThat(four.across()).hasSize(6).contains("mode pre-copy, victim controller");
    }
}
