package io.godwit.migration.switchover;

import io.godwit.history.MigrationEvent.Outcome;

/// What a source is to do.
public sealed interface SourceAction {

    /// Ask the target for room: what a source begins with.
    record AskRoom() implements SourceAction {}

    /// Bring the disk to the target, and each further write of the guest to both.
    record MirrorDisk() implements SourceAction {}

    /// Open the dirty log and the page channel, and send all pages.
    record BeginCopying() implements SourceAction {}

    /// Send what is dirty.
    record CopyAgain() implements SourceAction {}

    record AskLeader() implements SourceAction {}

    record PauseGuest() implements SourceAction {}

    /// Send the last pages, then the state and the digest; of a VM without a guest its disk's digest.
    record Drain() implements SourceAction {}

    record ProposeAbort(String why) implements SourceAction {}

    record Look() implements SourceAction {}

    /// Close log and channel, tell the target, and let the guest run on at this epoch, if there is one.
    record GoOn(long epoch, String why) implements SourceAction {}

    /// Send the target the pages that it lacks, as it asks for them.
    ///
    /// @param epoch of the VM there
    record Serve(long epoch) implements SourceAction {}

    /// @param epoch of the VM at the target
    record ReleaseCopy(long epoch) implements SourceAction {}

    /// Free the guest, as soon as it stands.
    record Relinquish() implements SourceAction {}

    record Finish(Outcome outcome, String why) implements SourceAction {}
}
