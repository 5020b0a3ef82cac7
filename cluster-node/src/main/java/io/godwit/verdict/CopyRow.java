package io.godwit.verdict;

import io.godwit.history.RegistryEvent.CopyTook;
import io.godwit.identity.VmId;
import java.util.List;
import java.util.Optional;

/// What was taken of a VM, or what it went back to.
///
/// @param as names of the snapshot or of the clones
/// @param endedNs drill time at which it was there, came to nothing, or the VM ran again; empty if that never was
/// @param tookNs from its order; empty if it never ended, or came to nothing
/// @param took what the host said of it; nothing of a restore
/// @param failed why it came to nothing
public record CopyRow(
        VmId vm,
        What what,
        List<String> as,
        Optional<Long> endedNs,
        Optional<Long> tookNs,
        CopyTook took,
        Optional<String> failed) {

    public CopyRow {
        as = List.copyOf(as);
    }

    /// Whether all of it is there.
    public boolean isThere() {
        return failed.isEmpty() && endedNs.isPresent();
    }

    public enum What {
        SNAPSHOT,
        SNAPSHOT_WITH_MEMORY,
        CLONE,
        FULL_CLONE,
        RESTORE
    }
}
