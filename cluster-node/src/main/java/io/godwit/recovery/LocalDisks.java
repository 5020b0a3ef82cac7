package io.godwit.recovery;

import io.godwit.registry.VmRecord;
import java.util.Optional;

/// What a disk that is its host's own means for moves of its VM.
final class LocalDisks {

    private LocalDisks() {}

    /// Why such a disk can't go along; empty for any other disk.
    static Optional<String> objection(VmRecord vm) {
        return !vm.hasLocalDisk() || vm.copies().snapshots().isEmpty()
                ? Optional.empty()
                : Optional.of("its snapshots are on its host's own disk, and would stay behind (delete them first with"
                        + " `godwit vm snapshot-delete " + vm.id() + " NAME`)");
    }
}
