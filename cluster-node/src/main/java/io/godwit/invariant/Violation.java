package io.godwit.invariant;

import io.godwit.drill.InvariantName;

/// Something happened that must never happen.
///
/// @param sentence names the VM, epochs, nodes and times
public record Violation(InvariantName invariant, String sentence) {}
