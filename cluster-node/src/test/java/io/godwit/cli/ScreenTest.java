package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.Test;

/// What a person's terminal looks like when a drill is left.
final class ScreenTest {

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @Test
    void theSecondInterruptLeavesTheTerminalBeforeItEndsTheProcess() {
        List<String> done = new ArrayList<>();
        Interrupts interrupts =
                new Interrupts(done::add, () -> done.add("leave"), code -> done.add("exit " + code), () -> {});
        interrupts.came();
        assertThat(done).containsExactly("it was interrupted");
        interrupts.came();
        assertThat(done).containsExactly("it was interrupted", "leave", "exit 130");
    }

    @Test
    void aTerminalThatFailsKeepsNobodyFromLeaving() {
        List<String> done = new ArrayList<>();
        Interrupts interrupts = new Interrupts(
                _ -> {},
                () -> {
                    throw new IllegalStateException("gone");
                },
                code -> done.add("exit " + code),
                () -> {});
        interrupts.came();
        try {
            interrupts.came();
        } catch (IllegalStateException expected) {
            done.add(expected.getMessage());
        }
        assertThat(done).containsExactly("exit 130", "gone");
    }

    @Test
    void whatIsTypedDoesNotShiftTheBoard() throws IOException {
        try (LineDisciplineTerminal terminal = terminal();
                Screen.Painted screen = new Screen.Painted(terminal)) {
            terminal.processInputByte('z');
            screen.print("a line");
            assertThat(text()).contains("a line").doesNotContain("z");
        }
    }

    @Test
    void nothingIsPaintedOrPrintedOnceItIsClosed() throws IOException {
        LineDisciplineTerminal terminal = terminal();
        Screen.Painted screen = new Screen.Painted(terminal);
        screen.print("before");
        screen.close();
        String left = text();
        screen.print("after");
        screen.clear();
        screen.close();
        assertThat(text()).isEqualTo(left).contains("before");
        assertThat(terminal.getAttributes().getLocalFlag(LocalFlag.ECHO)).isTrue();
    }

    private LineDisciplineTerminal terminal() throws IOException {
        LineDisciplineTerminal terminal = new LineDisciplineTerminal("test", "xterm", shown, StandardCharsets.UTF_8);
        terminal.setSize(new Size(80, 24));
        return terminal;
    }

    private String text() {
        return shown.toString(StandardCharsets.UTF_8);
    }
}
