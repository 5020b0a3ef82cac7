package io.godwit.migration.switchover;

/// What can happen to a migration at its target.
public sealed interface TargetEvent {

    /// @param bringsDisk whether the VM's disk is to come along
    record RoomReserved(boolean bringsDisk) implements TargetEvent {}

    record RoomRefused(String why) implements TargetEvent {}

    /// The source sent the guest's state and digest.
    record HandedOver() implements TargetEvent {}

    /// The state and every page that comes before the guest are in place. If that is all of them, the copy's digest is
    /// the source's.
    record InPlace() implements TargetEvent {}

    /// It can't go on: the source is silent, the page channel is lost, or the digests differ.
    record Failed(String why) implements TargetEvent {}

    /// What stands in the registry, from itself or from a source that asked it.
    record Learned(Standing standing) implements TargetEvent {}

    record GuestRuns() implements TargetEvent {}

    /// The host has the guest no longer.
    record GuestGone(String why) implements TargetEvent {}

    /// The source freed its copy, or will not answer any more.
    record SourceDone() implements TargetEvent {}

    /// The source has said nothing for too long to let the guest run.
    record SourceSilent() implements TargetEvent {}

    record SourceHeard() implements TargetEvent {}

    /// Every page that followed the guest is here, and they are what the source had.
    record AllHere() implements TargetEvent {}

    /// Pages that the guest lacks are gone, or came wrong.
    record PagesGone(String why) implements TargetEvent {}

    /// What was kept here for the guest is free. Where the VM comes without one, its disk stays.
    record CopyReleased() implements TargetEvent {}
}
