package io.godwit.migration;

import io.godwit.migration.precopy.HandoverCost;

/// What it would take if a guest came to a host now.
///
/// @param question whose answer this is
/// @param way in
public record Arrival(long question, HandoverCost handover, CardRoom way) {}
