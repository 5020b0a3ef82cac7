package io.godwit.registry;

/// What a voter's replica tells the controller beside it, on the same node.
public sealed interface Leadership {

    /// This voter leads in `term`: elected, and its log holds an entry of that term.
    record Led(long term) implements Leadership {}

    /// It does not lead any more.
    record Retired(long term) implements Leadership {}

    /// The leader's state has changed up to `index`: sent at most once for each batch of entries.
    record Advanced(long index) implements Leadership {}
}
