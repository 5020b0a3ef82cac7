package io.godwit.validation;

/// How sure it is that a value was published so.
public enum Mark {
    /// Read in the source itself.
    V("read in the source"),
    /// Computed from values that were.
    C("computed from values read in the source"),
    /// The abstract alone was read.
    A("from the abstract"),
    /// From memory: never a bound.
    M("from memory, unverified");

    private final String words;

    Mark(String words) {
        this.words = words;
    }

    public String words() {
        return words;
    }

    /// Whether a verdict may rest on it.
    public boolean binds() {
        return this != M;
    }
}
