package io.godwit.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.launch.NodeProcess.NotReady;
import io.godwit.launch.NodeProcess.Ready;
import io.godwit.link.NodeId;
import io.godwit.time.MonotonicTimeline;
import io.godwit.time.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real processes, and real signals.
class NodeProcessTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Timeline timeline = MonotonicTimeline.startingNow();
    private final Deque<NodeProcess> running = new ArrayDeque<>();

    @TempDir
    private Path folder;

    @AfterEach
    void killAll() {
        running.forEach(NodeProcess::close);
    }

    @Test
    void tellsWhenTheChildIsReadyAndWhatItSays() throws IOException {
        NodeProcess child = start("idle");
        assertThat(child.awaitReady(PATIENCE)).isInstanceOfSatisfying(Ready.class, ready -> assertThat(ready.words())
                .isEqualTo("and waiting"));
        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void saysInASentenceWhyAChildDidNotStartWithoutTheStack() throws IOException {
        assertThat(start("fail").awaitReady(PATIENCE))
                .isEqualTo(new NotReady("n1 ended with exit code 4:\n  no such thing"));
    }

    @Test
    void saysThatAChildRanOutOfHeap() throws IOException {
        assertThat(start("grow").awaitReady(PATIENCE))
                .isEqualTo(
                        new NotReady("n1 ran out of heap and ended (exit code 3): `godwit up --heap` gives it more"));
    }

    @Test
    void saysThatTheDiskIsFull() throws IOException {
        assertThat(start("fill").awaitReady(PATIENCE))
                .isEqualTo(new NotReady("n1 ended because the disk is full: make room where " + folder
                        + " is, or let TMPDIR name another place"));
    }

    @Test
    void leavesToItsLauncherWhatIsSentToAll() throws IOException {
        NodeProcess child = ready("idle");
        ProcessHandle.of(child.pid()).orElseThrow().destroy();
        LockSupport.parkNanos(500_000_000);
        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void runsWhereTmpdirSays() {
        assertThat(RunFolder.below(Optional.of("/var/tmp")))
                .isEqualTo(Path.of("/var/tmp/godwit-" + System.getProperty("user.name")));
        assertThat(RunFolder.below(Optional.of("near")).isAbsolute()).isTrue();
        assertThat(RunFolder.below(Optional.of(" "))).isEqualTo(RunFolder.below(Optional.empty()));
    }

    @Test
    void killsWithASignalThatNobodyCanAnswer() throws IOException, InterruptedException {
        NodeProcess child = ready("idle");
        BlockingQueue<Integer> exits = new LinkedBlockingQueue<>();
        child.onExit(exits::add);
        child.kill();
        assertThat(child.isAlive()).isFalse();
        assertThat(exits.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(128 + 9);
    }

    @Test
    void stopsAProcessAndLetsItGoOn() throws IOException {
        NodeProcess child = ready("idle");
        assertThat(state(child.pid())).isNotEqualTo("T");
        child.pause();
        until(() -> state(child.pid()).equals("T"));
        child.resume();
        until(() -> !state(child.pid()).equals("T"));
        child.pause();
        child.kill();
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void letsOnlyOneProcessWorkInAFolder() throws IOException {
        NodeProcess first = ready("lock");
        assertThat(start("lock").awaitReady(PATIENCE))
                .isEqualTo(new NotReady("n1 ended with exit code 1:\n  " + folder + " belongs to another process"));
        first.kill();
        ready("lock");
    }

    @Test
    void leavesNoProcessAndNoFolderBehindWhenTheLauncherIsKilled() throws IOException {
        NodeProcess launcher = start("launch");
        String[] told =
                switch (launcher.awaitReady(PATIENCE)) {
                    case Ready(var _, var words) -> words.split(" ");
                    case NotReady(var why) -> throw new AssertionError(why);
                };
        Path run = Path.of(told[0]);
        List<Long> children = Arrays.stream(told).skip(1).map(Long::valueOf).toList();
        assertThat(children).hasSize(2).allMatch(NodeProcessTest::isRunning);
        assertThat(run).isDirectory();
        launcher.kill();
        until(() -> children.stream().noneMatch(NodeProcessTest::isRunning));
        assertThat(run).doesNotExist();
    }

    @Test
    void removesTheFolderOfALauncherThatIsGoneAndKeepsOthers() throws IOException {
        Path stale = Files.createDirectories(folder.resolve("run-99999999999-1/n1"));
        Files.writeString(stale.resolve("file"), "left behind");
        try (RunFolder mine = RunFolder.create(folder)) {
            Files.writeString(mine.of("n1").resolve("file"), "in use");
            assertThat(stale.getParent()).doesNotExist();
            try (RunFolder other = RunFolder.create(folder)) {
                assertThat(mine.path()).isDirectory().isNotEqualTo(other.path());
            }
            assertThat(mine.of("n1").resolve("file")).exists();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesAFolderThatIsALinkOrThatOthersMayWriteTo() throws IOException {
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("other")));
        for (Path home : List.of(open, link)) {
            assertThatThrownBy(() -> RunFolder.create(home))
                    .isInstanceOf(IOException.class)
                    .hasMessage(home + " is another user's, or others may write to it: remove it");
            assertThat(home).isEmptyDirectory();
        }
    }

    private NodeProcess ready(String what) throws IOException {
        NodeProcess child = start(what);
        assertThat(child.awaitReady(PATIENCE)).isInstanceOf(Ready.class);
        return child;
    }

    private NodeProcess start(String what) throws IOException {
        List<String> command =
                JavaCommand.ofThisProcess().start(Child.class.getName(), Child.HEAP, what, folder.toString());
        NodeProcess child = NodeProcess.start(new NodeId("n1"), folder, command, timeline);
        running.push(child);
        return child;
    }

    /// `T` for a stopped process.
    private static String state(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat")).replaceFirst("(?s).*\\) (.).*", "$1");
        } catch (IOException gone) {
            return "gone";
        }
    }

    private static boolean isRunning(long pid) {
        return !state(pid).matches("gone|Z");
    }

    private void until(BooleanSupplier reached) {
        long end = timeline.now() + PATIENCE.toNanos();
        while (!reached.getAsBoolean() && timeline.now() < end) {
            LockSupport.parkNanos(20_000_000);
        }
        assertThat(reached.getAsBoolean()).isTrue();
    }
}
