package io.godwit.recovery;

import io.godwit.history.MigrationEvent.Mode;
import io.godwit.registry.VmRecord;
import io.godwit.vm.VmSpec;
import java.util.Optional;

/// What a disk that is its host's own means for moves of its VM.
final class LocalDisks {

    private LocalDisks() {}

    /// Why such a disk can't go along in this mode; empty for any other disk.
    static Optional<String> objection(VmRecord vm, Mode mode) {
        if (!vm.spec().disk().equals(VmSpec.LOCAL_DISK)) {
            return Optional.empty();
        }
        if (!mode.movesMemory()) {
            return Optional.of("its disk is its host's own, which only a live migration takes along (not one by "
                    + mode.word() + ")");
        }
        return vm.copies().snapshots().isEmpty()
                ? Optional.empty()
                : Optional.of("its snapshots are on its host's own disk, and would stay behind (delete them first with"
                        + " `godwit vm snapshot-delete " + vm.id() + " NAME`)");
    }
}
