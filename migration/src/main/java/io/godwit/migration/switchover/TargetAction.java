package io.godwit.migration.switchover;

import io.godwit.history.MigrationEvent.Outcome;

/// What a target is to do.
public sealed interface TargetAction {

    /// Ask the hypervisor for room: what a target begins with.
    record AskRoom() implements TargetAction {}

    /// Open the passage for pages and tell the source.
    record Welcome() implements TargetAction {}

    record TellRefusal(String why) implements TargetAction {}

    /// Install the state when the last page is in place, and compare digests.
    record Verify() implements TargetAction {}

    record ProposeCommit() implements TargetAction {}

    record ProposeAbort(String why) implements TargetAction {}

    /// Of a VM without a guest: let the disk be the VM's.
    record ResumeGuest(long epoch) implements TargetAction {}

    /// Fetch the pages that the guest lacks.
    record Pull() implements TargetAction {}

    /// Let the guest stand.
    record StandStill() implements TargetAction {}

    /// Let a guest go on that stood still.
    record LetRun() implements TargetAction {}

    /// Tell the registry that nothing is owed any more.
    record TellWhole() implements TargetAction {}

    /// End the guest, as one that failed.
    record LoseGuest() implements TargetAction {}

    /// Tell the source, again and again, that the commit has won.
    record Announce(long epoch) implements TargetAction {}

    /// Free the copy; if the abort's epoch is known, tell the source.
    record Discard(Standing standing, String why) implements TargetAction {}

    record Finish(Outcome outcome, String why) implements TargetAction {}
}
