package io.godwit.figure;

/// One thing that an experiment shows.
public sealed interface Figure permits Lines, Bars, Grid {

    Caption caption();

    /// All its numbers, as its CSV file has them.
    Tidy tidy();
}
