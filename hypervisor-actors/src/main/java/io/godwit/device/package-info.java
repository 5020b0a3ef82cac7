/// Block devices of a host. [io.godwit.device.Disk] is the port to whatever keeps a VM's blocks: the host's own disk,
/// which dies with it, or an array somewhere else.
///
/// Every disk fences: it remembers for each VM the newest epoch that opened it, the *floor*, and refuses what is older.
@NullMarked
package io.godwit.device;

import org.jspecify.annotations.NullMarked;
