package io.godwit.bench;

/// Where a gauge writes what it found, and tells how far it is.
public interface Sheet {

    void write(Figure figure);

    /// Why something was not measured, in a sentence.
    void skip(String why);

    /// What is being done now.
    void progress(String now);
}
