package io.godwit.log;

import java.io.IOException;

/// The disk under a log: a few files that only one process writes.
///
/// What was appended is there for the reader at once, but survives a loss of power only after [#force]. A part of what
/// was not forced may survive too, torn at any byte.
public interface LogDevice {

    /// The whole file; empty if there is none.
    byte[] read(String file) throws IOException;

    void append(String file, byte[] bytes) throws IOException;

    /// Returns when everything appended to the file is durable.
    void force(String file) throws IOException;

    /// Puts these bytes in the place of the file, at once and durably: a reader finds the old file or the new one.
    void replace(String file, byte[] bytes) throws IOException;
}
