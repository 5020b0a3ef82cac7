package io.godwit.memory;

/// A memory that a guest's accesses can be settled in.
public interface PageStore {

    /// How many pages it has now.
    long pages();

    /// @param accesses how many will come, as far as is known
    PageWriter writer(long accesses);
}
