package io.godwit.host;

import io.godwit.cpu.DemandSpread;
import io.godwit.identity.VmId;
import io.godwit.unit.MemorySize;

/// What a VM has used of what it has, since its host began to watch it.
///
/// @param vcpus that it has now
/// @param memoryUsed up to the last page that its guest ever wrote
/// @param wantedNs core time that it wanted in that time, had or not
/// @param spread for how long it wanted how much
public record VmUse(VmId vm, int vcpus, MemorySize memory, MemorySize memoryUsed, long wantedNs, DemandSpread spread) {

    /// Nano-cores that it wanted at most, for so many hundredths of the time.
    public record Percentiles(long p50, long p95, long p99, long p100) {}

    /// For how long it has been watched.
    public long observedNs() {
        return spread.observedNs();
    }

    public Percentiles cpu() {
        return new Percentiles(
                spread.percentile(500), spread.percentile(950), spread.percentile(990), spread.percentile(1000));
    }
}
