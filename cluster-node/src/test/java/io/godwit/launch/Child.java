package io.godwit.launch;

import io.godwit.link.NodeId;
import io.godwit.time.MonotonicTimeline;
import io.godwit.unit.MemorySize;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// The main class of the tests' child processes.
final class Child {

    static final MemorySize HEAP = MemorySize.ofMebibytes(32);

    private static final List<String> NAMES = List.of("one", "two");

    private Child() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        switch (arguments[0]) {
            case "idle" -> idle(Optional.empty());
            case "tidy" -> idle(Optional.of(Path.of(arguments[1])));
            case "fail" -> fail();
            case "grow" -> grow();
            case "fill" -> fill();
            case "lock" -> lock(Path.of(arguments[1]));
            case "launch" -> launch(Path.of(arguments[1]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void idle(Optional<Path> leftover) throws InterruptedException {
        Parent.dieWith(leftover);
        System.out.println(NodeProcess.READY + " and waiting");
        new CountDownLatch(1).await();
    }

    private static void fail() {
        System.err.println("no such thing\n\tat some.Place(Somewhere.java:1)");
        System.exit(4);
    }

    /// Says what a process says whose disk is full, with something behind it.
    private static void fill() {
        System.err.println("Caused by: java.io.IOException: No space left on device\n\tat some.Place\n... 24 more");
        System.exit(70);
    }

    /// Takes memory until there is none.
    private static void grow() {
        List<byte[]> taken = new ArrayList<>();
        while (taken.size() < HEAP.bytes()) {
            taken.add(new byte[1 << 20]);
        }
        System.err.println("took all: " + taken.size());
    }

    private static void lock(Path folder) throws IOException, InterruptedException {
        Optional<FolderLock> lock = FolderLock.take(folder);
        if (lock.isEmpty()) {
            System.err.println(folder + " belongs to another process");
            System.exit(1);
        }
        idle(Optional.empty());
        lock.get().close(); // never, but the lock must live until then
    }

    /// A launcher with two children, of which it pauses one, that tells their pids and folder and waits to be killed.
    private static void launch(Path home) throws IOException, InterruptedException {
        RunFolder run = RunFolder.create(home);
        StringBuilder told = new StringBuilder(NodeProcess.READY + " " + run.path());
        for (String name : NAMES) {
            NodeProcess child = NodeProcess.start(
                    new NodeId(name),
                    run.of(name),
                    JavaCommand.ofThisProcess()
                            .start(
                                    Child.class.getName(),
                                    HEAP,
                                    "tidy",
                                    run.path().toString()),
                    MonotonicTimeline.startingNow());
            if (child.awaitReady(Duration.ofSeconds(60)) instanceof NodeProcess.NotReady(var why)) {
                throw new IllegalStateException(why);
            }
            told.append(' ').append(child.pid());
            if (name.equals(NAMES.getLast())) {
                child.pause();
            }
        }
        System.out.println(told);
        idle(Optional.empty());
    }
}
