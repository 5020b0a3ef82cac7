package io.godwit.drill.file;

import java.util.List;
import java.util.Optional;

/// The folders of recorded demand.
public interface TraceFolders {

    /// Names of the files in a folder, in alphabetical order; empty if it cannot be read.
    Optional<List<String>> files(String folder);
}
