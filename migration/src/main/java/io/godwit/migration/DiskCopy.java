package io.godwit.migration;

/// What it took to bring a disk along.
///
/// @param bytes on the link, the guest's writes to both included
/// @param baseBytes of them what the target lacked of what the disk is an overlay over, without addresses
/// @param mirrored writes of the guest that had to go to both disks
/// @param durationNs until the copy had all blocks, and got each further write
public record DiskCopy(long bytes, long baseBytes, long mirrored, long durationNs) {}
