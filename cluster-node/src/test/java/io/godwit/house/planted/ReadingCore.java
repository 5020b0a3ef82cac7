package io.godwit.house.planted;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A core that reads a file.
public final class ReadingCore {

    String read(Path file) throws IOException {
        return Files.readString(file);
    }
}
