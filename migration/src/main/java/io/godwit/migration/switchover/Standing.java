package io.godwit.migration.switchover;

/// What the registry's record says of a migration. All but [Open] and [Refused] are final.
public sealed interface Standing {

    /// It is under way: neither a commit nor an abort has won.
    record Open() implements Standing {}

    /// The target owns the VM.
    ///
    /// @param epoch the VM's new one
    record Committed(long epoch, Pages pages) implements Standing {

        /// With all pages at the target.
        public Committed(long epoch) {
            this(epoch, Pages.THERE);
        }
    }

    /// Where the pages of a guest are that the target owns.
    enum Pages {
        /// All that counts is at the target.
        THERE,
        /// The target depends on the source's copy for some.
        OWED,
        /// It does, and the source was lost.
        LOST
    }

    /// The source owns the VM, and runs it or may.
    ///
    /// @param epoch the VM's new one
    record Aborted(long epoch) implements Standing {}

    /// Something else decided over the VM, such as recovery or a person; neither side has it by this migration. A side
    /// frees the copy that it holds on the migration's word; a guest that runs is its host's to stop.
    record Superseded(String why) implements Standing {}

    /// What was proposed can't be, now or later, and nothing was changed: a commit by an incarnation that was lost.
    record Refused(String why) implements Standing {}
}
