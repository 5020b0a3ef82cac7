package io.godwit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.experiment.Trial;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.vm.VmKind;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IsolationLabTest {

    private static final Path CONFIG =
            Path.of(System.getProperty("godwit.home", "..")).resolve("config");

    private final Trial trial =
            new Trial(Run.of(new MappingsLab(), Map.of(), 1, CONFIG).settings(), 1, CONFIG);

    @Test
    void whoReservedHasItAndTheOthersShareTheRest() {
        var outcome = IsolationBench.misbehave(trial, new IsolationBench.Setting(4, 4), Misbehaviour.CPU);
        assertThat(outcome.reserved().cpuPercent()).isCloseTo(100, within(0.01));
        assertThat(outcome.plain().cpuPercent()).isBetween(40.0, 80.0);
        assertThat(outcome.itself().cores()
                        + outcome.plain().cores()
                        + outcome.reserved().cores())
                .as("no more than the host has")
                .isBetween(3.9, 4.0001);
    }

    @Test
    void onlyContainersEndWithTheirKernel() {
        assertThat(IsolationBench.fail(trial, VmKind.FULL, 3, true)).isEqualTo(1);
        assertThat(IsolationBench.fail(trial, VmKind.CONTAINER, 3, false)).isEqualTo(1);
        assertThat(IsolationBench.fail(trial, VmKind.CONTAINER, 3, true)).isEqualTo(3);
    }
}
