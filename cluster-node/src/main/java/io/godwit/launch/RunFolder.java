package io.godwit.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The folder of one run of a launcher, below the machine's folder for temporary files. It is removed at the end of the
/// run, and by the next launcher where a run had no end.
public final class RunFolder implements AutoCloseable {

    private static final String PREFIX = "run-";
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final Path path;
    private final FolderLock lock;

    private RunFolder(Path path, FolderLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /// Makes a new folder, and removes those of launchers that are gone.
    ///
    /// @throws IOException if the folder for temporary files can't be used
    public static RunFolder create() throws IOException {
        return create(below(Optional.ofNullable(System.getenv("TMPDIR"))));
    }

    /// @param temporary `TMPDIR`, which other programs heed and Java does not
    static Path below(Optional<String> temporary) {
        return Path.of(
                        temporary
                                .filter(folder -> !folder.isBlank())
                                .orElseGet(() -> System.getProperty("java.io.tmpdir")),
                        "godwit-" + System.getProperty("user.name"))
                .toAbsolutePath();
    }

    static RunFolder create(Path home) throws IOException {
        if (!Files.isDirectory(home)) {
            Files.createDirectories(
                    home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        Path path =
                Files.createTempDirectory(home, PREFIX + ProcessHandle.current().pid() + "-");
        if (!isOwn(home, path)) {
            Files.delete(path);
            throw new IOException(home + " is another user's, or others may write to it: remove it");
        }
        removeStale(home);
        FolderLock lock = FolderLock.take(path).orElseThrow(() -> new IOException(path + " has another owner"));
        return new RunFolder(path, lock);
    }

    public Path path() {
        return path;
    }

    /// Makes the folder of a node.
    public Path of(String name) throws IOException {
        return Files.createDirectories(path.resolve(name));
    }

    @Override
    public void close() throws IOException {
        Folders.remove(path);
        lock.close();
    }

    /// All users may make folders where this one is made, and what is in it is run.
    private static boolean isOwn(Path home, Path run) throws IOException {
        return Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(home).equals(Files.getOwner(run))
                && Collections.disjoint(Files.getPosixFilePermissions(home), OTHERS);
    }

    private static void removeStale(Path home) throws IOException {
        List<Path> runs;
        try (Stream<Path> all = Files.list(home)) {
            runs = all.filter(run -> run.getFileName().toString().startsWith(PREFIX))
                    .toList();
        }
        for (Path run : runs) {
            removeIfStale(run);
        }
    }

    /// A folder without its lock and without its launcher is stale. The pid alone would do, were it not used again; the
    /// lock alone would, were there no moment between the folder and its lock.
    private static void removeIfStale(Path run) throws IOException {
        if (isRunning(run)) {
            return;
        }
        try {
            Optional<FolderLock> lock = FolderLock.take(run);
            if (lock.isPresent()) {
                Folders.remove(run);
                lock.get().close();
            }
        } catch (NoSuchFileException _) {
            // Somebody else has just removed it.
        }
    }

    private static boolean isRunning(Path run) {
        String pid = run.getFileName().toString().split("-", -1)[1];
        return pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }
}
