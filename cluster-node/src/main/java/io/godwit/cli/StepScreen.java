package io.godwit.cli;

import io.godwit.lab.Run;
import io.godwit.lab.Walk;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;

/// Shows a lab's events one by one on a terminal, and takes keys: forth, back, to the end, quit. Anywhere else it
/// prints them all.
final class StepScreen {

    private static final String KEYS = "n, space, → next   b, ← back   e to the end   q quit";

    private static final String GAP = "  ";

    /// Changes that are told in words below the state, where they are marked anyway.
    private static final int MOST_CHANGES = 8;

    enum Key {
        NEXT,
        BACK,
        END,
        QUIT
    }

    private StepScreen() {}

    static void walk(Run run, PrintWriter print) throws IOException {
        if (!Screen.isTerminal()) {
            printAll(run, print);
            return;
        }
        try (var terminal = TerminalBuilder.builder().system(true).build()) {
            walk(Walk.through(run.findings().steps()), terminal);
        }
    }

    static void walk(Walk start, Terminal terminal) {
        var before = terminal.enterRawMode();
        var display = new Display(terminal, false);
        var keys = keys(terminal);
        var reader = new BindingReader(terminal.reader());
        try {
            var walk = start;
            while (true) {
                show(walk, terminal, display);
                var key = reader.readBinding(keys);
                if (key == null || key == Key.QUIT) {
                    return;
                }
                walk = moved(walk, key);
            }
        } finally {
            terminal.setAttributes(before);
            terminal.writer().println();
            terminal.flush();
        }
    }

    private static Walk moved(Walk walk, Key key) {
        return switch (key) {
            case NEXT -> walk.next();
            case BACK -> walk.back();
            case END -> walk.toTheEnd();
            case QUIT -> walk;
        };
    }

    private static KeyMap<Key> keys(Terminal terminal) {
        var keys = new KeyMap<Key>();
        keys.bind(Key.NEXT, "n", " ", "\r", "\n", "j", KeyMap.key(terminal, Capability.key_right), "\033[C");
        keys.bind(Key.BACK, "b", "p", "k", KeyMap.key(terminal, Capability.key_left), "\033[D", KeyMap.del());
        keys.bind(Key.END, "e", "G");
        keys.bind(Key.QUIT, "q", KeyMap.ctrl('C'), KeyMap.ctrl('D'));
        return keys;
    }

    private static void show(Walk walk, Terminal terminal, Display display) {
        int columns = Math.max(20, terminal.getWidth());
        int rows = Math.max(6, terminal.getHeight());
        display.resize(rows, columns);
        var lines = lines(walk, rows - 3);
        lines.add(AttributedString.EMPTY);
        lines.add(new AttributedString(KEYS, AttributedStyle.DEFAULT.faint()));
        display.update(
                lines.stream().map(it -> it.columnSubSequence(0, columns - 1)).toList(), 0);
    }

    /// @param most lines that there is room for
    private static List<AttributedString> lines(Walk walk, int most) {
        var lines = new ArrayList<AttributedString>();
        lines.add(new AttributedString(walk.heading(), AttributedStyle.BOLD));
        lines.add(AttributedString.EMPTY);
        lines.addAll(state(walk));
        var changes = walk.changes();
        if (!changes.isEmpty()) {
            lines.add(AttributedString.EMPTY);
        }
        changes.stream().limit(MOST_CHANGES).forEach(it -> lines.add(new AttributedString("* " + it)));
        if (changes.size() > MOST_CHANGES) {
            lines.add(new AttributedString("and " + (changes.size() - MOST_CHANGES) + " more changes"));
        }
        return lines.size() <= most ? lines : new ArrayList<>(lines.subList(0, most));
    }

    /// The table with what changed in another colour.
    private static List<AttributedString> state(Walk walk) {
        var columns = walk.columns();
        var widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = walk.rows().stream()
                    .mapToInt(row -> row.cells().get(column).length())
                    .reduce(columns.get(i).length(), Math::max);
        }
        var lines = new ArrayList<AttributedString>();
        var head = new AttributedStringBuilder();
        for (int i = 0; i < widths.length; i++) {
            head.styled(AttributedStyle.DEFAULT.faint(), padded(columns.get(i), widths[i]) + GAP);
        }
        lines.add(head.toAttributedString());
        for (var row : walk.rows()) {
            var line = new AttributedStringBuilder();
            for (int i = 0; i < widths.length; i++) {
                var style = row.changed().get(i)
                        ? AttributedStyle.BOLD.foreground(AttributedStyle.YELLOW)
                        : AttributedStyle.DEFAULT;
                line.styled(style, padded(row.cells().get(i), widths[i]) + GAP);
            }
            lines.add(line.toAttributedString());
        }
        return lines;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static void printAll(Run run, PrintWriter print) {
        var walk = Walk.through(run.findings().steps());
        while (true) {
            print.println(walk.heading());
            var changes = walk.changes();
            if (walk.at() == 0) {
                var table = new Table(walk.columns().toArray(String[]::new));
                walk.rows().forEach(row -> table.row(row.cells().toArray()));
                table.lines().forEach(line -> print.println("  " + line));
            }
            changes.forEach(it -> print.println("  " + it));
            if (walk.isAtTheEnd()) {
                return;
            }
            walk = walk.next();
        }
    }
}
