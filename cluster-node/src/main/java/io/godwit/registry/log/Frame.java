package io.godwit.registry.log;

/// One record of a voter's log file.
///
/// @param kind what the payload is; the writer's numbers
/// @param index of the log entry or snapshot that it is about
public record Frame(byte kind, long index, Bytes payload) {}
