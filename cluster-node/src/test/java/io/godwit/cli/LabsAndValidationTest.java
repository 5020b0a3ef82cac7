package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.lab.Labs;
import io.godwit.lab.Snapshot;
import io.godwit.lab.Step;
import io.godwit.lab.Walk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// `godwit lab` and `godwit validate`, as a person types them.
@ExtendWith(InClone.class)
class LabsAndValidationTest {

    @TempDir
    private Path folder;

    private record Said(int code, String out, String err) {}

    @Test
    void withoutANameLabsAreListedWithALineEach() {
        var said = say("lab");
        assertThat(said.code()).isZero();
        assertThat(said.out().lines().toList().getFirst()).matches("LAB +WHAT IT SHOWS");
        assertThat(said.out()).contains("consolidate  ");
    }

    @Test
    void parametersAreToldWithBounds() {
        assertThat(say("lab", "consolidate", "--params").out())
                .containsPattern("servers +10 +machines before, one VM each +2 to 40");
    }

    @Test
    void aLabWritesItsFilesAndSaysWhere() throws IOException {
        var out = folder.resolve("out").toString();
        var said = say("lab", "consolidate", "--set", "observed=20s", "--set", "servers=4", "--out", out);
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("Before and after", "page, pictures and CSV: " + out);
        try (var files = Files.list(folder.resolve("out"))) {
            assertThat(files.map(it -> it.getFileName().toString()))
                    .contains("lab.html", "power.csv", "power.svg", "before-after.csv");
        }
    }

    @Test
    void whereNobodySitsAtATerminalAllStepsArePrinted() {
        var said = say("lab", "consolidate", "--step", "--set", "observed=20s", "--set", "servers=3");
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("1 of 4: ", "4 of 4: ", "server-3 moved from h3 to h1", "h3 power: on → off");
    }

    @Test
    void whatIsWrongIsOneSentenceAndNothingIsWritten() {
        var out = folder.resolve("none").toString();
        assertThat(refusal("lab", "nonsense")).isEqualTo("there is no lab 'nonsense': write one of " + names());
        assertThat(refusal("lab", "consolidate", "--set", "servers=99", "--out", out))
                .isEqualTo("servers: 99 is out of bounds: write 2 to 40");
        assertThat(refusal("lab", "consolidate", "--set", "servers")).contains("'servers' gives no value");
        assertThat(refusal("lab", "--step")).contains("name a lab");
        assertThat(refusal("lab", "consolidate", "--out", "")).contains("--out names no folder");
        assertThat(refusal("lab", "consolidate", "--seed", "x")).contains("'x' is no whole number");
        assertThat(refusal("validate", "nonsense")).contains("no case begins with 'nonsense': --list names them");
        assertThat(refusal("validate", "--out", "")).contains("--out names no folder");
    }

    @Test
    void validationTellsEachCaseAndWritesPageAndJson() throws IOException {
        var out = folder.resolve("validation");
        var said = say("validate", "stop-and-copy", "--out", out.toString());
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .containsPattern("stop-and-copy-512 +conformance +8 s +V +8.02 s +\\+0.199 % +±1 % +holds");
        assertThat(said.out()).contains("0 of 0 predicted values validated", "3 of 3 conformance hold");
        assertThat(Files.readString(out.resolve("validation.json"))).contains("\"id\" : \"stop-and-copy-128\"");
        assertThat(Files.readString(out.resolve("validation.html"))).contains("<h1>Validation</h1>");
        assertThat(say("validate", "--list").out()).contains("weights-1-2 ");
    }

    @Test
    void aFalsifiedValueEndsWithOne() throws IOException {
        var cases = Files.createDirectories(folder.resolve("config/validation"));
        var shipped = Files.readString(Path.of("../config/validation/stop-and-copy.yaml"));
        Files.writeString(cases.resolve("a.yaml"), shipped.replace("published: 8 s", "published: 9 s"));
        System.setProperty(InClone.HOME, folder.toString());
        var said = say("validate", "--out", folder.resolve("v").toString());
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).containsPattern("stop-and-copy-512 .* off").contains("1 is off.");
        Files.writeString(cases.resolve("a.yaml"), "cases: []\n");
        assertThat(refusal("validate")).contains("about: this key is missing");
    }

    @Test
    void atATerminalOneWalksForthAndBack() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var terminal = new LineDisciplineTerminal("test", "xterm", out, StandardCharsets.UTF_8)) {
            terminal.setSize(new Size(100, 30));
            terminal.processInputBytes("nb\033[Cneq".getBytes(StandardCharsets.UTF_8));
            StepScreen.walk(Walk.through(List.of(step("begin", 0), step("middle", 1), step("end", 2))), terminal);
        }
        var shown = out.toString(StandardCharsets.UTF_8);
        assertThat(shown).contains("begin", "middle", "vms: 0 → 1", "n, space, → next");
        assertThat(shown.indexOf("end", shown.indexOf("quit")))
                .as("e leads to the end")
                .isPositive();
    }

    private static Step step(String sentence, int vms) {
        return new Step(sentence, new Snapshot(List.of("host", "vms"), List.of(List.of("h1", "" + vms))));
    }

    private static String names() {
        return String.join(", ", Labs.all().stream().map(it -> it.card().name()).toList());
    }

    private static String refusal(String... arguments) {
        var said = say(arguments);
        assertThat(said.code()).as(said.out() + said.err()).isEqualTo(Godwit.INVALID);
        assertThat(said.out()).isEmpty();
        assertThat(said.err().lines()).hasSize(1);
        return said.err().strip();
    }

    private static Said say(String... arguments) {
        var err = new StringWriter();
        var out = new StringWriter();
        int code = Godwit.commandLine()
                .setErr(new PrintWriter(err))
                .setOut(new PrintWriter(out))
                .execute(arguments);
        return new Said(code, out.toString(), err.toString());
    }
}
