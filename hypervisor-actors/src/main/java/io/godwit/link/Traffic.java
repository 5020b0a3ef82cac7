package io.godwit.link;

/// What went one way between two nodes since the start of the run.
///
/// @param messages handed to this way, whatever became of them
/// @param bytes of those messages in their wire form
/// @param lost messages that nobody will receive
/// @param held messages that wait for the end of a cut
public record Traffic(long messages, long bytes, long lost, long held) {}
