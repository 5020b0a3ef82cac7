package io.godwit.lab;

/// One event of a lab.
///
/// @param sentence what happened, with its moment where time matters
/// @param after the state when it had happened
public record Step(String sentence, Snapshot after) {}
