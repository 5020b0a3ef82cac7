package io.godwit.cpu;

import io.godwit.time.Seed;
import io.godwit.unit.MemorySize;
import java.time.Duration;
import java.util.Optional;

/// How a guest uses the CPU that it demands, for schedulers that look at quanta. What is empty is as [GuestCosts] has
/// it.
///
/// @param seed of its chance
/// @param burst work that a thread does before it sleeps
/// @param threads on how many vCPUs it can work at once; empty: on all
/// @param workingSet that a thread touches in each burst
public record VcpuLoad(
        Seed seed, Optional<Duration> burst, Optional<Integer> threads, Optional<MemorySize> workingSet) {

    public static VcpuLoad ofSeed(Seed seed) {
        return new VcpuLoad(seed, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public VcpuLoad withBurst(Duration other) {
        return new VcpuLoad(seed, Optional.of(other), threads, workingSet);
    }

    public VcpuLoad withThreads(int other) {
        return new VcpuLoad(seed, burst, Optional.of(other), workingSet);
    }

    public VcpuLoad withWorkingSet(MemorySize other) {
        return new VcpuLoad(seed, burst, threads, Optional.of(other));
    }
}
