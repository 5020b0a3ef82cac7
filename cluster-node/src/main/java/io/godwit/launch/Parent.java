package io.godwit.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The process that started this one, seen from here.
public final class Parent {

    /// What a child's process exits with when its launcher is gone.
    static final int ORPHANED = 143;

    private Parent() {}

    /// Ends this process at once when its parent ends, however it ended. Nothing else may read the standard input.
    ///
    /// @param leftover folder to remove then, with all that other children have in it too
    public static void dieWith(Optional<Path> leftover) {
        Thread.ofPlatform().daemon().name("parent").start(() -> {
            untilEnd();
            try {
                leftover.ifPresent(Folders::remove);
            } finally {
                Runtime.getRuntime().halt(ORPHANED);
            }
        });
    }

    private static void untilEnd() {
        try {
            while (System.in.read() >= 0) {
                // The launcher says nothing; only the end counts.
            }
        } catch (IOException _) {
            // A broken pipe is an end too.
        }
    }
}
