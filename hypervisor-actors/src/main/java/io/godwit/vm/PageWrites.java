package io.godwit.vm;

import io.godwit.memory.PageStore;

/// Accesses that a guest made to its memory, in order, and that its pages don't show yet.
@FunctionalInterface
public interface PageWrites {

    PageWrites NONE = memory -> {};

    void applyTo(PageStore memory);
}
