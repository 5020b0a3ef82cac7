package io.godwit.verdict;

import io.godwit.invariant.Invariants;
import java.util.Optional;

/// What a judge is told beside the evidence.
///
/// @param watched the invariants that saw the history as it happened; empty: they are asked now
public record Circumstances(
        DrillReport.Clock clock, DrillReport.Replay replay, Machine machine, Optional<Invariants> watched) {}
