package io.godwit.memory;

/// Takes a guest's accesses to its memory in their order, for one settlement, after which it is forgotten. Confined to
/// whoever settles.
public interface PageWriter {

    void write(long page, long content);

    /// The page is to hold what a file has there: a write if it doesn't yet, and otherwise an access.
    void read(long page, long content);

    /// Whatever was taken is in the memory from now on.
    void flush();
}
