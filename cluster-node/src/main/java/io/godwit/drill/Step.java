package io.godwit.drill;

/// One line of a timeline: when something is done, and what.
///
/// @param id unique within its drill
public record Step(String id, Trigger trigger, Action action) {}
