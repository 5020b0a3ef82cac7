package io.godwit.advice;

import io.godwit.host.VmUse;
import io.godwit.settings.SettingsFile;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import java.time.Duration;

/// Which size a VM should have, from what it has used.
///
/// **The numbers.** vCPUs: the least number of which the demand at the rule's percentile leaves the headroom free.
/// Memory: what the guest has ever written up to, with the headroom, rounded up to the step. A VM keeps what it has
/// unless the advice differs by a whole vCPU, or by the step of memory, and its memory if its guest wrote nothing.
///
/// *Not modelled*: hours of the day, what a guest would do with more memory than it ever had, caches that it keeps
/// because it can.
///
/// @param percentile of demand that is met without waiting: p50, p95, p99 or p100
/// @param headroom of the vCPUs and the memory that is left free
/// @param memoryStep to which memory is rounded
/// @param observe shorter histories say nothing
/// @param source of these values
public record Advice(
        String advice, Percentile percentile, Share headroom, MemorySize memoryStep, Duration observe, String source) {

    public static final SettingsFile<Advice> FILES = SettingsFile.of(Advice.class, "advice");

    private static final long CORE = 1_000_000_000L;

    /// A part of the time.
    public enum Percentile {
        P50,
        P95,
        P99,
        P100
    }

    /// What a VM has, and what it should have.
    public record Size(int vcpus, MemorySize memory) {}

    /// @param demandNanoCores at the rule's percentile
    /// @param used up to the last page that the guest ever wrote
    public Size of(Size now, long demandNanoCores, MemorySize used) {
        long free = 1_000_000_000L - headroom.billionths();
        long cores = Math.ceilDiv(Math.multiplyExact(demandNanoCores, 1_000L), Math.max(1, free / 1_000_000));
        int vcpus = (int) Math.max(1, Math.ceilDiv(cores, CORE));
        long bytes = (long) (used.bytes() / (free / 1e9));
        long steps = Math.max(1, Math.ceilDiv(bytes, memoryStep.bytes()));
        return new Size(
                vcpus, used.equals(MemorySize.ZERO) ? now.memory() : keep(now.memory(), memoryStep.times(steps)));
    }

    /// What of a VM's use the rule goes by.
    ///
    /// @return nano-cores
    public long demand(VmUse.Percentiles cpu) {
        return switch (percentile) {
            case P50 -> cpu.p50();
            case P95 -> cpu.p95();
            case P99 -> cpu.p99();
            case P100 -> cpu.p100();
        };
    }

    /// The same rule for histories of this length.
    public Advice over(Duration window) {
        return new Advice(advice, percentile, headroom, memoryStep, window, source);
    }

    private MemorySize keep(MemorySize now, MemorySize advised) {
        return Math.abs(now.bytes() - advised.bytes()) < memoryStep.bytes() ? now : advised;
    }
}
