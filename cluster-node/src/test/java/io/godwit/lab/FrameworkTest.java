package io.godwit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.experiment.IllegalSetting;
import io.godwit.experiment.Settings;
import io.godwit.lab.Snapshot.Change;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Settings, snapshots and walks of labs.
class FrameworkTest {

    private static final TinyLab LAB = new TinyLab();

    @Test
    void aValueOutOfBoundsIsRefusedWithItsBounds() {
        assertThat(refusal(Map.of("vms", "12"))).isEqualTo("vms: 12 is out of bounds: write 1 to 9");
        assertThat(refusal(Map.of("every", "2h"))).isEqualTo("every: 2h is out of bounds: write 1ms to 1h");
    }

    @Test
    void aValueThatIsNoneIsRefusedWithAnExample() {
        assertThat(refusal(Map.of("vms", "many")))
                .isEqualTo("vms: 'many' is no whole number that fits: write one like 10");
        assertThat(refusal(Map.of("every", "2"))).startsWith("every: '2' has no unit: write a duration like 200ms");
    }

    @Test
    void anUnknownNameIsRefusedWithThoseThereAre() {
        assertThat(refusal(Map.of("hosts", "1"))).isEqualTo("there is no parameter 'hosts': write one of vms, every");
    }

    @Test
    void valuesThatAreImpossibleTogetherAreRefusedByTheLab() {
        assertThat(refusal(Map.of("vms", "7"))).isEqualTo("seven is one too many for this host: write 6");
    }

    @Test
    void pairsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> Settings.pairs(List.of("vms")))
                .isInstanceOf(IllegalSetting.class)
                .hasMessageContaining("'vms' gives no value");
        assertThatThrownBy(() -> Settings.pairs(List.of("vms=1", "vms=2")))
                .isInstanceOf(IllegalSetting.class)
                .hasMessage("vms is given twice: give it once");
        assertThat(Settings.pairs(List.of("a=b=c"))).containsExactly(Map.entry("a", "b=c"));
    }

    @Test
    void aRunSaysTheCommandThatRepeatsIt() {
        assertThat(Run.of(LAB, Map.of("vms", "4", "every", "2000ms"), 9, Path.of(""))
                        .command())
                .isEqualTo("./godwit lab tiny --set vms=4 --seed 9");
    }

    @Test
    void aSnapshotTellsWhatIsNewOtherAndGone() {
        var before = new Snapshot(List.of("vm", "host"), List.of(List.of("a", "h1"), List.of("b", "h1")));
        var after = new Snapshot(List.of("vm", "host"), List.of(List.of("a", "h2"), List.of("c", "h1")));
        assertThat(after.since(before))
                .containsExactly(
                        new Change("a", "host", Optional.of("h1"), Optional.of("h2")),
                        new Change("c", "host", Optional.empty(), Optional.of("h1")),
                        new Change("b", "host", Optional.of("h1"), Optional.empty()));
        assertThat(after.since(after)).isEmpty();
        assertThat(after.since(before)).map(Change::toString).contains("a host: h1 → h2", "c host: (none) → h1");
    }

    @Test
    void aWalkMarksWhatAStepChangedAlsoOnTheWayBack() {
        var walk = Walk.through(Run.of(LAB, Map.of(), 1, Path.of("")).findings().steps());
        assertThat(walk.back()).isEqualTo(walk);
        assertThat(walk.changes()).isEmpty();
        var second = walk.next();
        assertThat(second.heading()).isEqualTo("2 of 4: at 2.0 s there are 1");
        assertThat(second.rows())
                .containsExactly(
                        new Walk.Row(List.of("h1", "1", "8"), List.of(false, true, true)),
                        new Walk.Row(List.of("h2", "0", "9"), List.of(false, false, false)));
        assertThat(second.toTheEnd().back().back().rows()).isEqualTo(second.rows());
    }

    private static String refusal(Map<String, String> given) {
        try {
            Run.of(LAB, given, 1, Path.of(""));
            return "accepted";
        } catch (IllegalSetting refused) {
            return refused.getMessage();
        }
    }
}
