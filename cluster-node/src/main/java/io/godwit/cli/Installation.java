package io.godwit.cli;

import java.nio.file.Path;

/// Where this installation keeps what it comes with.
final class Installation {

    private Installation() {}

    /// The folder of the project, as the launcher tells; the working directory where nobody does.
    static Path home() {
        return Path.of(System.getProperty("godwit.home", ""));
    }

    static Path hosts() {
        return home().resolve("config").resolve("hosts");
    }

    static Path arrays() {
        return home().resolve("config").resolve("arrays");
    }
}
