package io.godwit.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Removal of folders that other processes may still be writing to, or removing too.
final class Folders {

    /// Rounds until a folder is given up: writers that are about to end have ended long before.
    private static final int MAX_ROUNDS = 100;

    private static final long PAUSE_NS = 20_000_000;

    private Folders() {}

    /// Removes all of a folder, following no links. What is gone already is no failure.
    ///
    /// @throws UncheckedIOException if something can't be removed
    static void remove(Path folder) {
        IOException last = new IOException("never tried");
        for (int round = 0; round < MAX_ROUNDS; round++) {
            try {
                removeOnce(folder);
                return;
            } catch (NoSuchFileException | DirectoryNotEmptyException another) {
                last = another;
                LockSupport.parkNanos(PAUSE_NS);
            } catch (IOException failed) {
                throw new UncheckedIOException("can't remove " + folder, failed);
            }
        }
        throw new UncheckedIOException("can't remove " + folder, last);
    }

    private static void removeOnce(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
