package io.godwit.memory;

/// A memory that a guest's accesses can be settled in.
@FunctionalInterface
public interface PageStore {

    /// @param accesses how many will come, as far as is known
    PageWriter writer(long accesses);
}
