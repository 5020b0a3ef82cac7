package io.godwit.drill.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.godwit.drill.Drill;
import io.godwit.drill.Run;
import io.godwit.drill.Trigger;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverridesTest {

    @Test
    void replacesValuesByDottedPath() {
        Drill drill = set("vms.web.count=5", "timeline.move.at=7s", "run.seed=9", "permit=4s");

        assertThat(drill.fleet().vms())
                .filteredOn(vm -> vm.group().equals("web"))
                .hasSize(5);
        assertThat(drill.timeline().getFirst().trigger()).isEqualTo(new Trigger.At(Duration.ofSeconds(7)));
        assertThat(drill.run().seed()).isEqualTo(9);
        assertThat(drill.fleet().permit()).contains(Duration.ofSeconds(4));
    }

    @Test
    void addsKeysThatTheFileLeavesOut() {
        Drill drill = set("workload.odd.cpu.constant=10%", "topology.voters=[a-r1-1]", "run.clock=virtual");

        assertThat(drill.fleet().topology().voters()).hasSize(1);
        assertThat(drill.run().clock()).isEqualTo(Run.Clock.VIRTUAL);
    }

    @Test
    void aLaterOneWins() {
        assertThat(set("run.seed=8", "run.seed=9").run().seed()).isEqualTo(9);
    }

    @Test
    void theSeedOfTheCallerWinsOverAll() {
        var arguments = new Arguments(List.of("run.seed=8"), OptionalLong.of(77));

        assertThat(DrillFiles.resolve("f.yaml", Fixture.VALID, arguments, Fixture.surroundings())
                        .getFirst()
                        .run()
                        .seed())
                .isEqualTo(77);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            vms.wbe.count=5         | vms has no 'wbe': did you mean 'web'?
            timeline.mvoe.at=5s     | timeline has no 'mvoe': did you mean 'move'?
            traces.night=x          | traces has no 'night': the only one is 'day'
            topology.sites.c.host=x | topology.sites has no 'c': known are a, b
            run.seed.value=5        | run.seed has nothing inside: shorten the path
            vms.web.cuont=5         | vms.web: unknown key 'cuont': did you mean 'count'?
            vms.web.count=many      | vms.web.count: 'many' is no whole number: write one like 3, without a unit
            nonsense                | is no key=value: write one like vms.web.count=5
            =5                      | is no key=value: write one like vms.web.count=5
            """)
    void refusesAPathOrValueThatMeansNothing(String set, String sentence) {
        var error = catchThrowableOfType(DrillFileError.class, () -> set(set));

        assertThat(error).hasMessage("--set " + set + ": " + sentence);
    }

    @Test
    void refusesAnUnheardOfSection() {
        var error = catchThrowableOfType(DrillFileError.class, () -> set("unheard.of=5"));

        assertThat(error).hasMessageStartingWith("--set unheard.of=5: unknown key 'unheard': known are drill, name,");
    }

    private static Drill set(String... sets) {
        return Fixture.resolve(Fixture.VALID, List.of(sets)).getFirst();
    }
}
