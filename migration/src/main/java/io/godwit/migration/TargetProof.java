package io.godwit.migration;

import io.godwit.migration.MigrationWire.HandOver;
import io.godwit.migration.switchover.TargetEvent;
import java.util.List;

/// Whether a target holds what its source held: first a disk that came along, then all pages of a guest, unless pages
/// follow it. Mutable, confined to the target's actor.
final class TargetProof {

    private final HandOver original;
    private final Guest guest;
    private final TargetDisk disk;
    private long digest;

    TargetProof(HandOver original, Guest guest, TargetDisk disk) {
        this.original = original;
        this.guest = guest;
        this.disk = disk;
    }

    /// All is in place.
    List<TargetEvent> begin() {
        original.disk().ifPresent(disk::prove);
        return original.disk().isPresent() ? List.of() : memory();
    }

    List<TargetEvent> ofDisk(long copy) {
        digest = copy;
        long whole = original.disk().orElseThrow().digest();
        return copy == whole ? memory() : List.of(differs("its disk's", copy, whole));
    }

    List<TargetEvent> ofMemory(long copy) {
        digest = copy;
        long whole = original.guest().orElseThrow().digest();
        return List.of(copy == whole ? new TargetEvent.InPlace() : differs("the copy's", copy, whole));
    }

    /// Of the memory; of the disk, if that is all there is.
    long digest() {
        return digest;
    }

    private List<TargetEvent> memory() {
        if (original.guest().filter(it -> it.lacking() == 0).isEmpty()) {
            return List.of(new TargetEvent.InPlace());
        }
        guest.digest();
        return List.of();
    }

    private static TargetEvent differs(String whose, long copy, long original) {
        return new TargetEvent.Failed("%s digest %016x is not the original's %016x".formatted(whose, copy, original));
    }
}
