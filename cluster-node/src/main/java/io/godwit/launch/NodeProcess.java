package io.godwit.launch;

import io.godwit.link.NodeId;
import io.godwit.time.Timeline;
import io.godwit.unit.MemorySize;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A node's process, as its launcher holds it: one life, from its start to its end.
///
/// Its standard output has one line, [#READY] and what the node wants to say, once it does its work; what it writes to
/// its standard error goes to [#ERRORS] in its folder.
public final class NodeProcess implements AutoCloseable {

    /// First word of the line by which a child says that it does its work.
    public static final String READY = "ready";

    static final String ERRORS = "stderr.log";

    /// How Linux says it, and Java after it.
    private static final String DISK_FULL = "No space left on device";

    /// Lines of a failed child's errors that its launcher shows.
    private static final int SHOWN_LINES = 5;

    /// SIGINT and SIGHUP, which a terminal sends to all of its processes, and SIGTERM, which systemd and timeout do,
    /// are the launcher's to answer: a JVM that was started with them ignored leaves them so.
    private static final String DEAF = "trap '' INT HUP TERM; exec \"$@\"";

    /// How a start went.
    public sealed interface Readiness {}

    /// @param took since the process was started
    /// @param words what the node says after [#READY]
    public record Ready(Duration took, String words) implements Readiness {}

    /// @param why a sentence for people, with the child's own last words
    public record NotReady(String why) implements Readiness {}

    private final NodeId node;
    private final Path folder;
    private final Process process;
    private final Timeline timeline;
    private final long startedNs;
    private final CountDownLatch spoken = new CountDownLatch(1);
    private volatile Optional<Ready> ready = Optional.empty();
    private @Nullable Pause pause;

    private NodeProcess(NodeId node, Path folder, Process process, Timeline timeline) {
        this.node = node;
        this.folder = folder;
        this.process = process;
        this.timeline = timeline;
        this.startedNs = timeline.now();
    }

    /// Starts a node's process in its folder.
    ///
    /// @param command as [JavaCommand#start] writes it
    /// @throws IOException if the command can't be run
    public static NodeProcess start(NodeId node, Path folder, List<String> command, Timeline timeline)
            throws IOException {
        Process process = new ProcessBuilder(Stream.concat(Stream.of("sh", "-c", DEAF, "node"), command.stream())
                        .toList())
                .directory(folder.toFile())
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(folder.resolve(ERRORS).toFile()))
                .start();
        NodeProcess started = new NodeProcess(node, folder, process, timeline);
        // No virtual thread: a pipe's reader keeps its carrier, and there are only as many as processors.
        Thread.ofPlatform().daemon().name("stdout-" + node).start(started::listen);
        return started;
    }

    public NodeId node() {
        return node;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// Waits until the node does its work, or can't any more.
    public Readiness awaitReady(Duration limit) {
        try {
            if (!spoken.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return new NotReady(node + " was not ready after " + limit.toSeconds() + " s" + told(errors()));
            }
            if (ready.isPresent()) {
                return ready.get();
            }
            return new NotReady(lastWords(process.waitFor()).sentence());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new NotReady("the wait for " + node + " was interrupted");
        }
    }

    /// SIGKILL. When this returns, the process is gone, and whatever it held is free.
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
            resume();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// SIGSTOP. When this returns, nothing of the process runs.
    public synchronized void pause() {
        if (pause == null) {
            pause = Pause.of(process.pid());
        }
    }

    /// SIGCONT. A process that isn't paused goes on as it was.
    public synchronized void resume() {
        if (pause != null) {
            pause.close();
            pause = null;
        }
    }

    /// Tells the exit code once the process has ended, however it did: 137 after a SIGKILL.
    public void onExit(IntConsumer watcher) {
        var _ = process.onExit().thenAccept(ended -> watcher.accept(ended.exitValue()));
    }

    /// What the process takes of the machine's memory; empty where the kernel doesn't tell.
    public Optional<MemorySize> residentMemory() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> MemorySize.ofKibibytes(Long.parseLong(line.replaceAll("\\D", ""))))
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        kill();
    }

    private void listen() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null) {
                if (line.startsWith(READY)) {
                    Duration took = Duration.ofNanos(timeline.now() - startedNs);
                    ready = Optional.of(
                            new Ready(took, line.substring(READY.length()).strip()));
                    spoken.countDown();
                }
                line = out.readLine();
            }
        } catch (IOException _) {
            // The process has ended.
        } finally {
            spoken.countDown();
        }
    }

    /// A sentence about the end of the process, with the last that it wrote to its standard error.
    public LastWords lastWords(int exitCode) {
        if (exitCode == JavaCommand.OUT_OF_MEMORY) {
            return new LastWords(
                    node + " ran out of heap and ended (exit code " + exitCode + "): `godwit up --heap` gives it more",
                    true);
        }
        List<String> lines = errors();
        if (lines.stream().anyMatch(line -> line.contains(DISK_FULL))) {
            return new LastWords(
                    node + " ended because the disk is full: make room where " + folder
                            + " is, or let TMPDIR name another place",
                    true);
        }
        return new LastWords(node + " ended with exit code " + exitCode + told(lines), false);
    }

    private static String told(List<String> lines) {
        return lines.isEmpty()
                ? "; it wrote no error"
                : ":\n  " + String.join("\n  ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }

    private List<String> errors() {
        try {
            return Files.readAllLines(folder.resolve(ERRORS)).stream()
                    .filter(line -> !line.startsWith("\tat ")) // where it happened says less than what
                    .toList();
        } catch (IOException unreadable) {
            return List.of("its errors can't be read: " + unreadable.getMessage());
        }
    }
}
