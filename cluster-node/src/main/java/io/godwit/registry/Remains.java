package io.godwit.registry;

import io.godwit.identity.CopyId;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import java.util.Optional;

/// Data on a datastore that nobody refers to any more: the disk of a VM that was destroyed, or a copy that no VM starts
/// from and no name stands for. It is for ever so: neither names nor copies are used again.
///
/// @param datastore an array, or the host's own
/// @param host whose own disk it is on; empty: on an array
/// @param epoch of a disk: nothing older writes to it once it is gone; 0 of a copy
/// @param copy empty: it is the VM's disk
public record Remains(String datastore, Optional<HostId> host, VmId vm, long epoch, Optional<CopyId> copy) {

    /// Where it is, for whoever asks one place at a time.
    public String place() {
        return host.map(HostId::value).orElse(datastore);
    }

    /// In words.
    public String what() {
        return copy.map(it -> "copy " + it).orElse("the disk of " + vm);
    }
}
