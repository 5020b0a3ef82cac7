package io.godwit.log;

/// One record of a log file.
///
/// @param kind what the payload is; the writer's numbers
/// @param index of the entry or snapshot that it is about
public record Frame(byte kind, long index, Bytes payload) {}
