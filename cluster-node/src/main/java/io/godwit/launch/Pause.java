package io.godwit.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// A process that is stopped by SIGSTOP for as long as this is open.
///
/// A shell keeps the pause, and its standard input is ours: if this process dies, the shell reads the end and lets the
/// stopped process go on, which then notices that its parent is gone. A bare SIGSTOP would leave it behind for ever.
final class Pause implements AutoCloseable {

    private static final String KEEP =
            "kill -STOP \"$1\" && echo stopped && cat >/dev/null; kill -CONT \"$1\" 2>/dev/null";

    private final Process shell;

    private Pause(Process shell) {
        this.shell = shell;
    }

    /// Stops a process. Each of its threads stops when the kernel looks at it next, on a busy machine some moments later.
    static Pause of(long pid) {
        try {
            Process shell = new ProcessBuilder("sh", "-c", KEEP, "pause", Long.toString(pid))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (shell.inputReader(StandardCharsets.US_ASCII).readLine() == null) {
                throw new IllegalStateException("process " + pid + " can't be stopped: it has ended");
            }
            return new Pause(shell);
        } catch (IOException noShell) {
            throw new UncheckedIOException("no shell to stop process " + pid, noShell);
        }
    }

    /// Lets the process go on.
    @Override
    public void close() {
        try {
            shell.outputWriter(StandardCharsets.US_ASCII).close();
            shell.waitFor();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
