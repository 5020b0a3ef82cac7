package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is wrong is one sentence and exit code 254, before anything is started.
@ExtendWith(InClone.class)
class DrillMistakesTest {

    private static final String DRILL =
            Path.of("..", "config", "drills", "host-loss.yaml").toString();

    private static final String DAY =
            Path.of("..", "config", "drills", "planetlab-day.yaml").toString();

    @TempDir
    private Path folder;

    @Test
    void optionsThatContradictEachOtherAreRefused() {
        assertThat(told(DRILL, "--seeds", "1..2", "--seed", "3"))
                .startsWith("--seed and --seeds contradict each other");
        assertThat(told(DRILL, "--seeds", "1..2", "--both")).startsWith("--seeds are played in virtual time alone");
        assertThat(told(DRILL, "--virtual", "--both")).startsWith("--virtual and --both contradict each other");
        assertThat(told(DRILL, "--virtual", "--json")).startsWith("--json is for --dry-run");
        assertThat(told(DRILL, "--both", "--set", "run.clock=virtual")).startsWith("this drill is for virtual time");
    }

    @Test
    void seedsThatAreNoneAreRefused() {
        assertThat(told(DRILL, "--seeds", "5..1")).startsWith("--seeds 5..1 is no range: write it as 1..200");
        assertThat(told(DRILL, "--seeds", "1..10000000000"))
                .contains("10,000,000,000 seeds")
                .contains("take fewer");
        assertThat(told(DRILL, "--seed", "abc")).contains("'abc' is no whole number");
        assertThat(told(DRILL, "--seed", "9".repeat(20))).contains("is no whole number that fits");
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefusedBeforeTheDrillIsPlayed() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "").toString();

        assertThat(told(DRILL, "--virtual", "--out", file))
                .isEqualTo("--out " + file + ": is a file: name a folder for the report");
        assertThat(told(DRILL, "--seeds", "1..2", "--out", file + "/below"))
                .contains("nothing can be written there")
                .contains("name another folder");
        assertThat(told(DRILL, "--virtual", "--out", "")).startsWith("--out names no folder");
    }

    @Test
    void whatIsNoDrillIsRefused() throws IOException {
        var large = Files.write(folder.resolve("large.yaml"), new byte[(1 << 20) + 1]);
        var binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xc3, 0x28});

        assertThat(told("")).contains("is no file: name a drill");
        assertThat(told(folder.toString())).contains("is no file: name a drill");
        assertThat(told(large.toString())).contains("is larger than 1 MiB");
        assertThat(told(binary.toString())).contains("is no text in UTF-8");
        assertThat(told(DRILL, "--set", "vms.web.count="))
                .isEqualTo("--set vms.web.count=: gives no value: write one" + " like vms.web.count=5");
    }

    @Test
    void aTraceThatIsNoneIsFoundBeforeTheDrillIsPlayed() throws IOException {
        Files.writeString(folder.resolve("good"), "10\n20\n");
        Files.writeString(folder.resolve("worse"), "10\nmuch\n");

        assertThat(told(DAY, "--set", "traces.planetlab=" + folder))
                .contains("worse")
                .contains("2");
    }

    private static String told(String... arguments) {
        var complaint = new StringWriter();
        var output = new StringWriter();
        var code = Godwit.commandLine()
                .setErr(new PrintWriter(complaint))
                .setOut(new PrintWriter(output))
                .execute(withCommand(arguments));
        assertThat(code).as(complaint.toString()).isEqualTo(Godwit.INVALID);
        assertThat(output.toString()).isEmpty();
        assertThat(complaint.toString().lines()).hasSize(1);
        return complaint.toString().strip();
    }

    private static String[] withCommand(String... arguments) {
        return Stream.concat(Stream.of("drill"), List.of(arguments).stream()).toArray(String[]::new);
    }
}
