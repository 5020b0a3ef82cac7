package io.godwit.client;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.godwit.launch.FolderLock;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/// The file by which a user's commands find the fleet that `godwit up` keeps: one a user, and only as long as it runs.
///
/// @param file in a folder of the user's own
public record Rendezvous(Path file) {

    private static final JsonMapper JSON = new JsonMapper();

    /// What the file says.
    ///
    /// @param folder of the launcher's run, locked as long as it lives
    /// @param doors their addresses, the launcher's first
    public record Place(long pid, String folder, List<String> doors) {}

    /// Below the folder for things of this login, or else in the user's home.
    public static Rendezvous ofThisUser() {
        Path folder = Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR"))
                .filter(runtime -> !runtime.isBlank() && Files.isWritable(Path.of(runtime)))
                .map(runtime -> Path.of(runtime, "godwit"))
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".godwit"));
        return new Rendezvous(folder.resolve("fleet.json"));
    }

    /// Where the fleet is. A file that a launcher left behind is none.
    ///
    /// @throws IOException if there is a file that can't be read
    public Optional<Place> find() throws IOException {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), Place.class))
                    .filter(Rendezvous::lives);
        } catch (NoSuchFileException nobody) {
            return Optional.empty();
        }
    }

    /// Writes the file, unless a fleet is there already.
    ///
    /// @return false if one is
    public boolean claim(Place place) throws IOException {
        if (!Files.isDirectory(file.getParent())) {
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && find().isEmpty()) {
            Files.deleteIfExists(file);
        }
        try {
            Files.write(file, JSON.writeValueAsBytes(place), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
    }

    /// Removes what [#claim] made.
    public void leave() throws IOException {
        Files.deleteIfExists(file);
        try {
            Files.deleteIfExists(file.getParent());
        } catch (IOException used) {
            // Something else of the user's is in it.
        }
    }

    /// The kernel gives the lock back when its process ends, however it ends.
    private static boolean lives(Place place) {
        Path folder = Path.of(place.folder());
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try {
            Optional<FolderLock> lock = FolderLock.take(folder);
            if (lock.isEmpty()) {
                return true;
            }
            lock.get().close();
            return false;
        } catch (IOException gone) {
            return false;
        }
    }
}
