package io.godwit.migration.switchover;

/// What can happen to a migration at its source.
public sealed interface SourceEvent {

    /// The target has room.
    ///
    /// @param bringsDisk whether the VM's disk must go along
    record Reserved(boolean bringsDisk) implements SourceEvent {}

    /// The target has all of the disk, and gets each further write.
    record DiskFollows() implements SourceEvent {}

    /// The target has all of the disk of a VM that was stopped.
    record DiskIsThere() implements SourceEvent {}

    record Refused(String why) implements SourceEvent {}

    /// What is left can be sent within the downtime limit; asked again when the registry's leader has answered.
    record SmallEnough() implements SourceEvent {}

    /// It grew beyond the limit while the leader was asked.
    record GrewAgain() implements SourceEvent {}

    record NotConverging(String why) implements SourceEvent {}

    record GuestPaused() implements SourceEvent {}

    /// The last page and the state have left.
    record HandedOver() implements SourceEvent {}

    /// The target says nothing about a commit for too long, but not yet for so long that the source gives up.
    record NewsMissing() implements SourceEvent {}

    /// It can't go on: the target is silent or wants no more, the page channel is lost, or a person cancels.
    record Failed(String why) implements SourceEvent {}

    /// What stands in the registry, from itself or from a target that asked it.
    record Learned(Standing standing) implements SourceEvent {}

    record GuestRuns() implements SourceEvent {}

    /// Of a VM without a guest: its disk is this host's alone again.
    record DiskStays() implements SourceEvent {}

    /// The host has the guest no longer.
    record GuestGone(String why) implements SourceEvent {}

    record CopyReleased() implements SourceEvent {}
}
