package io.godwit.migration;

import io.godwit.device.Relocation;
import io.godwit.migration.switchover.TargetEvent;
import java.util.List;
import java.util.function.Consumer;

/// A disk that comes along, at its target: its host's own disk takes blocks into a copy that nobody reads before the
/// guest runs. Mutable, confined to the target's actor.
final class TargetDisk {

    private final Move move;
    private final Guest guest;
    private final Consumer<MigrationWire> source;
    private long arrived;
    private long kept;

    /// @param source takes what is for it
    TargetDisk(Move move, Guest guest, Consumer<MigrationWire> source) {
        this.move = move;
        this.guest = guest;
        this.source = source;
    }

    /// None may be missing: nothing is repaired.
    List<TargetEvent> arrived(MigrationWire.Blocks blocks) {
        if (blocks.sequence() != arrived + 1) {
            return List.of(new TargetEvent.Failed(
                    "message " + blocks.sequence() + " of a disk's blocks came in place of " + (arrived + 1)));
        }
        arrived++;
        guest.moveDisk(new Relocation.Take(move.migration(), blocks.blocks(), blocks.bytes()));
        return List.of();
    }

    void taken() {
        kept++;
        tellKept();
    }

    /// Says it again, as an answer may be lost.
    void tellKept() {
        if (kept > 0) {
            source.accept(new MigrationWire.BlocksKept(move, kept));
        }
    }

    /// Whether it has all that the source has sent; also if no disk comes along.
    boolean hasAll(MigrationWire.HandOver handOver) {
        return handOver.disk().filter(proof -> kept < proof.messages()).isEmpty();
    }

    void prove(MigrationWire.DiskProof proof) {
        guest.moveDisk(new Relocation.Prove(move.migration(), proof.revision()));
    }
}
