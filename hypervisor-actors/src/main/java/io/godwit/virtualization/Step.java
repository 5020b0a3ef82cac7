package io.godwit.virtualization;

import io.godwit.unit.CpuCost;

/// One step on the path of an event: what it costs, and where it is taken.
///
/// @param cost each time
/// @param source where the cost was read; `unverified: ...` where nobody has
public record Step(CpuCost cost, Place place, String source) {}
