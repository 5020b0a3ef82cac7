package io.godwit.array;

import io.godwit.device.Disk.Basis;
import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Numbered;
import io.godwit.device.Disk.Seal;
import io.godwit.device.FencedBlocks.KeptDisk;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.log.Bytes;
import java.util.List;

/// What an array writes into its log: each change of what it promised, or all it promised of one VM or copy.
sealed interface ArrayEntry {

    VmId vm();

    /// The floor rose.
    record FloorRaised(VmId vm, long epoch) implements ArrayEntry {}

    record Kept(VmId vm, long epoch, Numbered what) implements ArrayEntry {}

    record ContentGone(VmId vm, long epoch) implements ArrayEntry {}

    /// The floor rose, and the disk started from a copy.
    record Rebased(VmId vm, long epoch, Basis basis) implements ArrayEntry {}

    /// The VM's disk was kept as it was then.
    record Froze(VmId vm, long epoch, CopyId copy) implements ArrayEntry {}

    /// A copy whose disk is this: one from elsewhere, or what all entries before it came to.
    record Planted(VmId vm, CopyId copy, List<Held> held) implements ArrayEntry {}

    record BatchKept(VmId vm, CopyId copy, int index, Batch batch) implements ArrayEntry {}

    /// @param pages how many there are in it
    record Batch(int pages, Bytes bytes) {}

    record Sealed(VmId vm, CopyId copy, Seal seal) implements ArrayEntry {}

    record CopyGone(VmId vm, CopyId copy) implements ArrayEntry {}

    /// Stands for everything about the VM's disk that came before it.
    record Summary(VmId vm, KeptDisk kept) implements ArrayEntry {}
}
