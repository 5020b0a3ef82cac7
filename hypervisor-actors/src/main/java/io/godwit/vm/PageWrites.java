package io.godwit.vm;

import io.godwit.memory.AddressSpace;

/// Writes that a guest made to its memory, in order, and that its pages don't show yet.
@FunctionalInterface
public interface PageWrites {

    PageWrites NONE = memory -> {};

    void applyTo(AddressSpace memory);
}
