package io.godwit.device;

import io.godwit.device.Disk.Held;
import io.godwit.identity.MigrationId;
import java.util.List;

/// The steps by which a VM's disk goes from one host's own disk to another's, while its guest writes to it, if it has
/// one.
///
/// At the source, [Mirror] begins: all blocks are read in the order of their places, by [Read]. A block that the guest
/// writes ahead of the reading is on its way with the rest. One behind it is answered by [Disk.WrittenBehind]: whoever
/// moves the disk has to bring it to the copy. So nothing is read twice, and when the reading has come to its end, the
/// copy lacks only what is under way. [Seal] says what the disk is then.
///
/// At the target, [Take] adds blocks to a copy that nobody reads, [Prove] says what it is, and [Adopt] makes it the
/// VM's disk. Until then a VM that was there before keeps what it had.
public final class Relocation {

    private Relocation() {}

    public sealed interface Step {

        MigrationId migration();
    }

    /// Begins to read the disk, in place of an earlier migration. Answered by [Mirrored].
    ///
    /// @param baseBytes of what the disk is an overlay over, that goes along
    public record Mirror(MigrationId migration, long baseBytes) implements Step {}

    /// Reads on. Answered by [Chunk].
    public record Read(MigrationId migration, long atMostBytes) implements Step {}

    /// Nobody writes any more: what is it? Answered by [Sealed].
    public record Seal(MigrationId migration) implements Step {}

    /// The disk stays. Answered by [Done].
    public record Unmirror(MigrationId migration) implements Step {}

    /// The VM lives elsewhere, at this epoch: what it wrote here goes, and no older epoch writes again. Answered by
    /// [Done].
    public record Leave(MigrationId migration, long epoch) implements Step {}

    /// Adds blocks to the copy that the migration makes. Answered by [Taken].
    ///
    /// @param bytes that are written
    public record Take(MigrationId migration, List<Held> blocks, long bytes) implements Step {

        public Take {
            blocks = List.copyOf(blocks);
        }
    }

    /// Answered by [Proved].
    ///
    /// @param revision of the disk that it is a copy of
    public record Prove(MigrationId migration, long revision) implements Step {}

    /// The copy is the VM's disk from now on, and no older epoch writes to it. Answered by [Done]; so is a repeat.
    public record Adopt(MigrationId migration, long epoch) implements Step {}

    /// The VM does not come. Answered by [Done].
    public record Discard(MigrationId migration) implements Step {}

    public sealed interface Outcome {}

    /// @param bytes that there are to read
    /// @param disk that they are read from
    public record Mirrored(long bytes, DiskSpec disk) implements Outcome {}

    /// @param bytes of the blocks, and of the part of the base that goes with them
    /// @param leftBytes that are still to read; 0: this was the last part
    public record Chunk(List<Held> blocks, long bytes, long leftBytes) implements Outcome {

        public Chunk {
            blocks = List.copyOf(blocks);
        }
    }

    /// @param behind writes that were answered by [Disk.WrittenBehind]
    /// @param digest of all blocks
    public record Sealed(long behind, long digest, long revision) implements Outcome {}

    public record Taken() implements Outcome {}

    public record Proved(long digest) implements Outcome {}

    public record Done() implements Outcome {}

    /// There is no such migration at this disk.
    public record Unknown() implements Outcome {}
}
