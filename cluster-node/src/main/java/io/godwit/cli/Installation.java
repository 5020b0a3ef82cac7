package io.godwit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Where this installation keeps what it comes with.
final class Installation {

    private static final String REFERENCE = "ref: ";
    private static final String COMMIT = "[0-9a-f]{40}([0-9a-f]{24})?";

    private Installation() {}

    /// The folder of the project, as the launcher tells; the working directory where nobody does.
    static Path home() {
        return Path.of(System.getProperty("godwit.home", ""));
    }

    /// The commit of the clone that this runs from; empty outside of one.
    static Optional<String> commit() {
        try {
            var git = home().resolve(".git");
            if (Files.isRegularFile(git)) { // a linked work tree
                git = home().resolve(Files.readString(git).strip().substring("gitdir: ".length()));
            }
            return commit(git, Files.readString(git.resolve("HEAD")).strip());
        } catch (IOException | StringIndexOutOfBoundsException | InvalidPathException noClone) {
            return Optional.empty();
        }
    }

    private static Optional<String> commit(Path git, String head) throws IOException {
        if (!head.startsWith(REFERENCE)) {
            return Optional.of(head).filter(it -> it.matches(COMMIT));
        }
        var name = head.substring(REFERENCE.length());
        var common = git.resolve("commondir");
        var shared = Files.exists(common) ? git.resolve(Files.readString(common).strip()) : git;
        var loose = shared.resolve(name);
        if (Files.exists(loose)) {
            return Optional.of(Files.readString(loose).strip()).filter(it -> it.matches(COMMIT));
        }
        try (var packed = Files.lines(shared.resolve("packed-refs"))) {
            return packed.filter(line -> line.endsWith(" " + name))
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .findFirst();
        }
    }

    static Path hosts() {
        return home().resolve("config").resolve("hosts");
    }

    static Path images() {
        return home().resolve("config").resolve("images");
    }

    static Path advice() {
        return home().resolve("config").resolve("advice");
    }

    static Path arrays() {
        return home().resolve("config").resolve("arrays");
    }
}
