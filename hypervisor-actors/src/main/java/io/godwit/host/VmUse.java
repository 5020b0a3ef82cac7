package io.godwit.host;

import io.godwit.identity.VmId;
import io.godwit.unit.MemorySize;

/// What a VM has used of what it has, since its host began to watch it.
///
/// @param vcpus that it has now
/// @param memoryUsed up to the last page that its guest ever wrote
/// @param observedNs for how long it has been watched on this host
/// @param wantedNs core time that it wanted in that time, had or not
public record VmUse(
        VmId vm, int vcpus, MemorySize memory, MemorySize memoryUsed, long observedNs, long wantedNs, Percentiles cpu) {

    /// Nano-cores that it wanted at most, for so many hundredths of the time.
    public record Percentiles(long p50, long p95, long p99, long p100) {}
}
