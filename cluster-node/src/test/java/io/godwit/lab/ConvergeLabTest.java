package io.godwit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.experiment.IllegalSetting;
import io.godwit.figure.Grid;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConvergeLabTest {

    private static final Path CONFIG =
            Path.of(System.getProperty("godwit.home", "..")).resolve("config");

    private static final int ROUNDS = 3;
    private static final int SENT = 4;
    private static final int SAVED = 5;

    /// Of a guest that writes nothing worth mentioning one round is enough, and each help is seen alone.
    @Test
    void helpsSendNoMoreThanNoneAndSayWhatTheySaved() {
        var rows = rows(Map.of("memory", "64MiB", "set", "32MiB", "writes", "1%"));
        double all = amount(rows.get("none"), SENT);
        rows.forEach((name, row) -> {
            assertThat(amount(row, SENT)).as(name).isLessThanOrEqualTo(all * 1.01);
            assertThat(amount(row, ROUNDS)).as(name).isLessThanOrEqualTo(4);
        });
        assertThat(amount(rows.get("skip-zero-pages"), SENT)).isLessThan(all * 0.6);
        assertThat(amount(rows.get("skip-zero-pages"), SAVED)).isGreaterThan(30);
        assertThat(amount(rows.get("none"), SAVED)).isZero();
    }

    @Test
    void refusesASetThatIsMoreThanTheMemory() {
        assertThatThrownBy(() -> rows(Map.of("memory", "64MiB", "set", "128MiB")))
                .isInstanceOf(IllegalSetting.class)
                .hasMessageContaining("write at most that");
    }

    /// Of the fast link.
    private static Map<String, List<Grid.Cell>> rows(Map<String, String> settings) {
        var table = (Grid) Run.of(new ConvergeLab(), settings, 1, CONFIG)
                .findings()
                .figures()
                .getLast();
        Map<String, List<Grid.Cell>> rows = new TreeMap<>();
        table.rows().forEach(row -> rows.put(((Grid.Word) row.get(1)).text(), row));
        return rows;
    }

    private static double amount(List<Grid.Cell> row, int column) {
        return ((Grid.Amount) row.get(column)).value();
    }
}
