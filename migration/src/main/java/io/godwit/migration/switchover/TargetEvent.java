package io.godwit.migration.switchover;

/// What can happen to a migration at its target.
public sealed interface TargetEvent {

    record RoomReserved() implements TargetEvent {}

    record RoomRefused(String why) implements TargetEvent {}

    /// The source sent the guest's state and digest.
    record HandedOver() implements TargetEvent {}

    /// Every page and the state are in place, and the copy's digest is the source's.
    record DigestAgrees() implements TargetEvent {}

    /// It can't go on: the source is silent, the page channel is lost, or the digests differ.
    record Failed(String why) implements TargetEvent {}

    /// What stands in the registry, from itself or from a source that asked it.
    record Learned(Standing standing) implements TargetEvent {}

    record GuestRuns() implements TargetEvent {}

    /// The host has the guest no longer.
    record GuestGone(String why) implements TargetEvent {}

    /// The source freed its copy, or will not answer any more.
    record SourceDone() implements TargetEvent {}

    record CopyReleased() implements TargetEvent {}
}
