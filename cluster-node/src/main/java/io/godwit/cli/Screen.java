package io.godwit.cli;

import io.godwit.drill.play.Audience;
import io.godwit.live.Line;
import io.godwit.live.Scoreboard;
import io.godwit.live.Span;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp;

/// Where a person follows a drill: a [Scoreboard] repainted in place on a terminal, its events as plain lines anywhere
/// else. Lines that are to stay are printed above it.
sealed interface Screen extends AutoCloseable {

    Audience audience();

    /// Prints a line that stays.
    void print(String line);

    /// Takes away what is not to stay, until something happens again.
    void clear();

    @Override
    void close();

    /// @param print where lines go if nobody sits at a terminal
    static Screen open(PrintWriter print) throws IOException {
        return isTerminal()
                ? new Painted(TerminalBuilder.builder().system(true).build())
                : new Plain(print, new Scoreboard(line -> {
                    print.println(line.plain());
                    print.flush();
                }));
    }

    /// Of JDK 22 to 24 there is always a console, of others only at a terminal.
    @SuppressWarnings("SystemConsoleNull")
    static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    /// Shows nothing but what is printed.
    static Screen still(PrintWriter print) {
        return new Plain(print, Audience.nobody());
    }

    /// A stream of lines.
    record Plain(PrintWriter to, Audience audience) implements Screen {

        @Override
        public void print(String line) {
            to.println(line);
            to.flush();
        }

        @Override
        public void clear() {}

        @Override
        public void close() {}
    }

    /// A terminal.
    final class Painted implements Screen {

        private static final Duration REPAINT = Duration.ofMillis(200);

        /// What a terminal is taken to have that says nothing, or less.
        private static final int LEAST_COLUMNS = 20;

        private static final int LEAST_ROWS = 5;

        private final Scoreboard board = new Scoreboard(_ -> {});
        private final Terminal terminal;
        private final Display display;
        private volatile boolean closed;
        private boolean cleared;
        private Size painted = new Size(0, 0);

        /// What is typed is not shown while this is open: it would shift the board's first line.
        Painted(Terminal terminal) {
            this.terminal = terminal;
            terminal.echo(false);
            this.display = new Display(terminal, false);
            Thread painter = new Thread(this::paintOften, "screen");
            painter.setDaemon(true);
            painter.start();
        }

        @Override
        public Audience audience() {
            return board;
        }

        @Override
        public synchronized void print(String line) {
            if (closed) {
                return;
            }
            display.update(List.of(), 0);
            display.reset();
            terminal.writer().println(line);
            terminal.flush();
        }

        @Override
        public synchronized void clear() {
            if (!closed) {
                wipe();
            }
        }

        private void wipe() {
            cleared = true;
            display.update(List.of(), 0);
            display.reset();
            terminal.flush();
        }

        /// May be called by several threads: a second Ctrl-C comes while the first is heeded.
        @Override
        public synchronized void close() {
            if (closed) {
                return;
            }
            closed = true;
            wipe();
            terminal.echo(true);
            try {
                terminal.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        private void paintOften() {
            while (!closed) {
                paint(board.lines());
                LockSupport.parkNanos(REPAINT.toNanos());
            }
        }

        private synchronized void paint(List<Line> lines) {
            if (cleared || closed) {
                return;
            }
            Size size = terminal.getSize();
            if (!size.equals(painted)) {
                adapt(size);
            }
            int columns = Math.max(LEAST_COLUMNS, size.getColumns());
            int rows = Math.max(LEAST_ROWS, size.getRows());
            display.update(
                    lines.stream()
                            .limit(rows - 1L)
                            .map(line -> styled(line).columnSubSequence(0, columns - 1))
                            .toList(),
                    0);
        }

        /// A terminal of another size has broken the lines anew, and nobody can say where they are.
        private void adapt(Size size) {
            if (painted.getColumns() > 0) {
                terminal.puts(InfoCmp.Capability.clear_screen);
                display.reset();
            }
            display.resize(Math.max(LEAST_ROWS, size.getRows()), Math.max(LEAST_COLUMNS, size.getColumns()));
            painted = size;
        }

        private static AttributedString styled(Line line) {
            AttributedStringBuilder styled = new AttributedStringBuilder();
            for (Span span : line.spans()) {
                styled.styled(style(span.tone()), span.text());
            }
            return styled.toAttributedString();
        }

        private static AttributedStyle style(Span.Tone tone) {
            return switch (tone) {
                case PLAIN -> AttributedStyle.DEFAULT;
                case STRONG -> AttributedStyle.BOLD;
                case QUIET -> AttributedStyle.DEFAULT.faint();
                case GOOD -> AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
                case DOUBTFUL -> AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);
                case BAD -> AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
            };
        }
    }
}
