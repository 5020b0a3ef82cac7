package io.godwit.drill.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.drill.Drill;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PairwiseTest {

    private static final Path CONFIG =
            Path.of(System.getProperty("godwit.home", "..")).resolve("config");

    @Test
    void keepsEveryPairOfValuesInAQuarterOfTheCells() {
        List<Drill> cells = load("crash-matrix");
        List<Drill> sample = Pairwise.sample(cells);
        assertThat(pairs(sample)).isEqualTo(pairs(cells));
        assertThat(sample).hasSizeLessThanOrEqualTo(cells.size() / 4).isSubsetOf(cells);
    }

    @Test
    void keepsADrillWithoutAMatrix() {
        List<Drill> one = load("host-loss");
        assertThat(Pairwise.sample(one)).isEqualTo(one);
    }

    private static List<Drill> load(String name) {
        return DrillFiles.load(
                CONFIG.resolve("drills").resolve(name + ".yaml"),
                Arguments.none(),
                new Surroundings(HostFolder.read(CONFIG.resolve("hosts")), DrillFiles.traceFolders()));
    }

    private static Set<String> pairs(List<Drill> drills) {
        Set<String> pairs = new TreeSet<>();
        for (Drill drill : drills) {
            List<Map.Entry<String, String>> values =
                    new ArrayList<>(drill.cell().entrySet());
            for (int one = 0; one < values.size(); one++) {
                for (int other = 0; other < one; other++) {
                    pairs.add(values.get(one) + " " + values.get(other));
                }
            }
        }
        return pairs;
    }
}
