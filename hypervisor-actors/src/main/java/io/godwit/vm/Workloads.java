package io.godwit.vm;

import io.godwit.guest.CpuDemand;
import io.godwit.guest.CpuGenerator;
import io.godwit.guest.MemoryDirtier;
import io.godwit.guest.WorkloadSpec.CpuSpec;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.time.Seed;
import io.godwit.vm.Workload.CpuLoad;
import io.godwit.vm.Workload.MemoryLoad;
import java.util.function.Function;

/// Makes workloads of specs. Seeded by the run and the VM's name alone, so that a guest does the same on whatever host
/// it is.
///
/// @param seed of the run
/// @param traces recorded demand, by folder and file
/// @param pageBytes size of a guest's page
public record Workloads(Seed seed, Function<CpuSpec.Trace, CpuDemand> traces, long pageBytes)
        implements Function<VmSpec, Workload> {

    private static final long NANO_CORES_PER_PERMILLE = 1_000_000;

    @Override
    public Workload apply(VmSpec vm) {
        var own = seed.child("guest").child(vm.id().value());
        var spec = vm.workload();
        return new Workload(
                cpu(own, vm, spec.cpu()),
                spec.memory().map(memory -> memory(own, memory)).orElse(MemoryLoad.NONE),
                spec.ledger().isPresent());
    }

    private CpuLoad cpu(Seed own, VmSpec vm, CpuSpec spec) {
        return switch (spec) {
            case CpuSpec.Constant constant ->
                CpuLoad.constant(Math.multiplyExact(constant.permille() * NANO_CORES_PER_PERMILLE, vm.vcpus()));
            case CpuSpec.Trace trace -> new Stepped(traces.apply(trace), vm.vcpus());
            case CpuSpec.Generated _ -> new Stepped(CpuGenerator.alone(own.child("cpu")), vm.vcpus());
        };
    }

    private MemoryLoad memory(Seed own, MemorySpec spec) {
        var pages = Math.max(1, spec.workingSet().bytes() / pageBytes);
        return new Dirtied(new MemoryDirtier(own.child("memory"), pages, spec.writes(), spec.pattern()));
    }

    private record Stepped(CpuDemand demand, int vcpus) implements CpuLoad {

        @Override
        public long nanoCoresAt(long ranNs) {
            return demand.nanoCoresPerVcpu(ranNs) * vcpus;
        }

        @Override
        public long changesAtNs(long ranNs) {
            return demand.nextStepNs(ranNs).orElse(Long.MAX_VALUE);
        }
    }

    private record Dirtied(MemoryDirtier dirtier) implements MemoryLoad {

        @Override
        public long writesAt(long workNs) {
            return dirtier.writesDue(workNs);
        }

        @Override
        public PageWrites between(long from, long to) {
            return memory -> dirtier.apply(from, to, memory::write);
        }
    }
}
