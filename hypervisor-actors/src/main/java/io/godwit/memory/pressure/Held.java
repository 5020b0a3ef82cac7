package io.godwit.memory.pressure;

import io.godwit.identity.VmId;

/// A guest was held up by its memory.
///
/// @param stallNs for how long, counted for one of its vCPUs
/// @param swapIns pages that had to come from the host's disk
/// @param refaults pages that the guest had to read again from its own disk
public record Held(VmId vm, long stallNs, long swapIns, long refaults) {}
