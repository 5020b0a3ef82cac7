package io.godwit.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A process that is stopped by SIGSTOP for as long as this is open.
///
/// A shell keeps the pause, and its standard input is ours: if this process dies, the shell reads the end and lets the
/// stopped process go on, which then notices that its parent is gone. A bare SIGSTOP would leave it behind for ever.
final class Pause implements AutoCloseable {

    private static final String KEEP =
            "kill -STOP \"$1\" && echo stopped && cat >/dev/null; kill -CONT \"$1\" 2>/dev/null";

    private static final long LOOK_NS = 200_000;

    /// A second: by far longer than a thread is left alone.
    private static final int MAX_LOOKS = 5_000;

    private final Process shell;

    private Pause(Process shell) {
        this.shell = shell;
    }

    /// Stops a process; nothing of it runs any more when this returns.
    static Pause of(long pid) {
        try {
            Process shell = new ProcessBuilder("sh", "-c", KEEP, "pause", Long.toString(pid))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (shell.inputReader(StandardCharsets.US_ASCII).readLine() == null) {
                throw new IllegalStateException("process " + pid + " can't be stopped: it has ended");
            }
            awaitStop(pid);
            return new Pause(shell);
        } catch (IOException noShell) {
            throw new UncheckedIOException("no shell to stop process " + pid, noShell);
        }
    }

    /// A thread that runs when the signal is sent goes on until the system next looks at it. Where the system doesn't
    /// tell (no `/proc`), the signal has to do.
    private static void awaitStop(long pid) throws IOException {
        Path threads = Path.of("/proc", Long.toString(pid), "task");
        for (int look = 0; look < MAX_LOOKS && Files.isDirectory(threads) && anyRuns(threads); look++) {
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    private static boolean anyRuns(Path threads) throws IOException {
        try (Stream<Path> all = Files.list(threads)) {
            return all.anyMatch(thread -> !isStopped(thread));
        }
    }

    /// The state follows the name in brackets, which may have any sign in it: see proc_pid_stat(5).
    private static boolean isStopped(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
            return stat.startsWith("T", stat.lastIndexOf(')') + 2);
        } catch (IOException ended) {
            return true;
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
