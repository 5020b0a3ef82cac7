package io.godwit.portable;

import io.godwit.device.Disk;
import io.godwit.device.Disk.Held;
import io.godwit.memory.PageBatch;
import java.util.List;

/// A part of a portable file.
public sealed interface Section {

    record Described(Manifest manifest) implements Section {}

    record OnDisk(List<Held> held) implements Section {

        public OnDisk {
            held = List.copyOf(held);
        }
    }

    record InMemory(PageBatch pages) implements Section {}

    record Sealed(Disk.Seal seal) implements Section {}

    /// All that is before was written as it is.
    record End() implements Section {}
}
