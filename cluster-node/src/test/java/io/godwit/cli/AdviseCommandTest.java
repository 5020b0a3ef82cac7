package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AdviseCommandTest {

    @Test
    void aWindowIsATimeAboveZero() {
        assertThat(AdviseCommand.window("10s")).isEqualTo(Duration.ofSeconds(10));
        assertThatThrownBy(() -> AdviseCommand.window("0s"))
                .hasMessage("--window 0s: nothing was seen in no time: write 10s or so");
        assertThatThrownBy(() -> AdviseCommand.window("ten")).hasMessageStartingWith("--window: ");
    }

    @Test
    void whatIsNoWindowOrRuleIsASentenceToPeople() {
        StringWriter err = new StringWriter();
        CommandLine godwit = Godwit.commandLine().setErr(new PrintWriter(err, true));
        assertThat(godwit.execute("advise", "--window", "0s")).isEqualTo(254);
        assertThat(godwit.execute("advise", "--rule", "nope")).isEqualTo(254);
        assertThat(err.toString().lines()).hasSize(2).noneMatch(line -> line.contains("Exception"));
    }
}
