package io.godwit.array;

import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Numbered;
import io.godwit.identity.VmId;
import java.util.List;

/// What an array writes into its log: each change of what it promised, or all it promised of one VM.
sealed interface ArrayEntry {

    VmId vm();

    /// The floor rose.
    record FloorRaised(VmId vm, long epoch) implements ArrayEntry {}

    record Kept(VmId vm, long epoch, Numbered what) implements ArrayEntry {}

    record ContentGone(VmId vm, long epoch) implements ArrayEntry {}

    /// Stands for everything about the VM that came before it.
    record Summary(VmId vm, long floor, List<Held> held) implements ArrayEntry {}
}
