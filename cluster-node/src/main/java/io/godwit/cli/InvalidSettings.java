package io.godwit.cli;

/// A file that comes with the installation can't be used.
final class InvalidSettings extends RuntimeException {

    private static final long serialVersionUID = 1;

    /// @param sentence names the file, the line and the remedy
    InvalidSettings(String sentence) {
        super(sentence);
    }
}
