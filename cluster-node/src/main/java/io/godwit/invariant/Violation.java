package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import java.util.Optional;

/// Something happened that must never happen.
///
/// @param atNs time of the entry that showed it, on one clock; empty where only the end did, or clocks differ
/// @param sentence names the VM, epochs, nodes and times
public record Violation(InvariantName invariant, Optional<Long> atNs, String sentence) {}
