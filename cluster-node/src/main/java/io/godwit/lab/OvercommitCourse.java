package io.godwit.lab;

import io.godwit.host.HostMemory;
import io.godwit.unit.MemorySize;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// How a host fared whose VMs became more and more. Mutable, for one run.
final class OvercommitCourse {

    private static final double MIB = 1 << 20;

    /// What was seen when one more VM had come.
    ///
    /// @param promisedPercent of what the host has, to all VMs
    /// @param lostPercent of the VMs' time, to waiting for their memory, in the second half of the stage
    /// @param last the host at the stage's end
    record Stage(double promisedPercent, double lostPercent, HostMemory last) {

        /// Of all VMs together, in MiB.
        double mib(Function<HostMemory.Vm, MemorySize> part) {
            return last.vms().stream().mapToLong(vm -> part.apply(vm).bytes()).sum() / MIB;
        }

        /// Frames that sharing spares, in MiB.
        double savedMib() {
            return last.means().scanner().savedFrames() * last.means().pageBytes() / MIB;
        }

        /// What compressed pages would take beyond the frames that they fill, in MiB.
        double packedMib() {
            return Math.max(
                    0,
                    mib(HostMemory.Vm::compressed) - last.frames().compressed().bytes() / MIB);
        }
    }

    private final OvercommitLab.Means means;
    private final MemorySize has;
    private final MemoryBench bench;
    private final List<Stage> stages = new ArrayList<>();

    OvercommitCourse(OvercommitLab.Means means, MemorySize has, MemoryBench bench) {
        this.means = means;
        this.has = has;
        this.bench = bench;
    }

    String name() {
        return means.name();
    }

    List<Stage> stages() {
        return stages;
    }

    List<Step> steps() {
        return bench.steps();
    }

    /// One more VM has come: all are watched for some seconds, of which the first half is getting used to it.
    void watch(long promisedBytes, int length) {
        int watched = length / 2;
        bench.watch(length - watched);
        long before = stallNs(bench.seconds().getLast().memory());
        bench.watch(watched);
        var last = bench.seconds().getLast().memory();
        double ns = 1e9 * watched * last.vms().size();
        stages.add(new Stage(
                100.0 * promisedBytes / has.bytes(), Math.clamp(100.0 * (stallNs(last) - before) / ns, 0, 100), last));
    }

    private static long stallNs(HostMemory memory) {
        return memory.vms().stream().mapToLong(HostMemory.Vm::stallNs).sum();
    }

    /// The most that was promised while guests lost less than so much, in percent of what the host has; 0 if they
    /// always lost more.
    double promisedWithin(double lostPercent) {
        double most = 0;
        for (var stage : stages) {
            if (stage.lostPercent() > lostPercent) {
                break;
            }
            most = stage.promisedPercent();
        }
        return most;
    }
}
