package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdviseCommandTest {

    @Test
    void aWindowIsATimeAboveZero() {
        assertThat(AdviseCommand.window("10s")).isEqualTo(Duration.ofSeconds(10));
        assertThatThrownBy(() -> AdviseCommand.window("0s"))
                .hasMessage("--window 0s: nothing was seen in no time: write 10s or so");
        assertThatThrownBy(() -> AdviseCommand.window("ten")).hasMessageStartingWith("--window: ");
    }
}
