package io.godwit.drill.file;

/// One thing that is wrong, as a sentence with the way out.
///
/// @param path what it is about, as `--set` would name it; empty for the whole text
/// @param sentence without a full stop
public record Problem(Where where, String path, String sentence) {

    @Override
    public String toString() {
        return where + ": " + (path.isEmpty() ? "" : path + ": ") + sentence;
    }
}
