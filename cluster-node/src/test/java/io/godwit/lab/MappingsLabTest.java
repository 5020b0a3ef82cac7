package io.godwit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.experiment.Trial;
import io.godwit.memory.MappingSize;
import io.godwit.unit.MemorySize;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MappingsLabTest {

    private static final Path CONFIG =
            Path.of(System.getProperty("godwit.home", "..")).resolve("config");

    private static MappingsCourse course(MappingSize size) {
        var run = Run.of(new MappingsLab(), Map.of(), 1, CONFIG);
        var trial = new Trial(run.settings(), 1, CONFIG);
        return MappingsCourse.crowded(
                trial, new MappingsCourse.Setting(size, trial.guest("database").activity(), MemorySize.ofGibibytes(1)));
    }

    @Test
    void aMissCostsAsMuchLessAsItsWalkIsShorterUntilMappingsAreSplit() {
        var small = course(MappingSize.SMALL);
        var large = course(MappingSize.LARGE);
        for (var course : new MappingsCourse[] {small, large}) {
            course.pass(0, 0);
            course.openLog();
            course.pass(1, 0);
            course.closeLog();
            course.pass(2, 0);
            for (int second = 3; second < 20; second++) {
                course.pass(second, 30_000);
            }
        }
        double page = small.seconds().getFirst().translationMs();
        assertThat(page).isPositive();
        assertThat(small.seconds()).allMatch(it -> it.translationMs() == page && it.wholeMiB() == 0);
        assertThat(large.seconds().get(0).translationMs()).isCloseTo(page * 15 / 20, within(1e-9));
        assertThat(large.seconds().get(1).translationMs()).as("while logged").isCloseTo(page, within(1e-9));
        assertThat(large.seconds().get(2).translationMs()).isCloseTo(page * 15 / 20, within(1e-9));
        assertThat(large.seconds().get(0).ownMiB()).as("backed at once").isEqualTo(1024);
        assertThat(large.splits().logging()).isEqualTo(512);
        assertThat(large.splits().ballooning()).isPositive();
        assertThat(large.seconds().getLast().translationMs()).isBetween(page * 15 / 20 + 1e-9, page);
    }
}
