package io.godwit.migration.precopy;

/// A finished round of copying.
///
/// @param number from 1
/// @param pages sent
/// @param bytes charged to the emulated wire
/// @param durationNs from the round's first read to the moment its last bit was on the wire
/// @param dirtyPages pages the guest wrote meanwhile
public record Round(int number, long pages, long bytes, long durationNs, long dirtyPages) {}
