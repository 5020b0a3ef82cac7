package io.godwit.host;

import io.godwit.guest.CpuDemand;
import io.godwit.guest.CpuGenerator;
import io.godwit.guest.CpuTrace;
import io.godwit.guest.MemoryDirtier;
import io.godwit.guest.TraceFolder;
import io.godwit.guest.WorkloadSpec.CpuSpec;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.time.Seed;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import io.godwit.vm.VmSpec;
import io.godwit.vm.Workload;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/// Makes the workloads of a run's guests. What a guest does depends on the run's seed, its name and its spec alone, so
/// it is the same on every host. VMs that replay the same trace share it; hosts of a node share this.
///
/// Throws an [IllegalArgumentException] with a sentence for people for a spec that can't be.
public final class Workloads implements Function<VmSpec, Workload> {

    private static final long BILLIONTHS_PER_PERMILLE = 1_000_000;

    private final Seed run;
    private final MemorySize page;
    private final Map<Path, CpuTrace> traces = new ConcurrentSkipListMap<>();

    /// @param page size of guests' pages, as the hosts have it
    public Workloads(Seed run, MemorySize page) {
        this.run = run;
        this.page = page;
    }

    @Override
    public Workload apply(VmSpec vm) {
        Seed seed = run.child("guest").child(vm.id().value());
        return new Workload(
                cpu(vm, seed.child("cpu")),
                vm.workload().vcpus().orElse(vm.vcpus()),
                vm.workload().memory().map(memory -> dirtier(memory, vm, seed.child("memory"))),
                vm.workload().ledger().isPresent());
    }

    private CpuDemand cpu(VmSpec vm, Seed seed) {
        return switch (vm.workload().cpu()) {
            case CpuSpec.Constant(var permille) ->
                new CpuDemand.Constant(new Share(permille * BILLIONTHS_PER_PERMILLE));
            case CpuSpec.Trace(var folder, var file) ->
                traces.computeIfAbsent(Path.of(folder, file), path -> TraceFolder.readFile(Path.of(folder), file));
            case CpuSpec.Generated(var _) -> generated(vm, seed);
        };
    }

    /// The members of a group are spread evenly over the published levels: `web-1` is the first of group `web`. A VM
    /// that is not named so is alone.
    private CpuDemand generated(VmSpec vm, Seed seed) {
        String prefix = vm.group() + "-";
        String name = vm.id().value();
        String member = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        return member.matches("[1-9]\\d{0,8}")
                ? CpuGenerator.ofFleet(run.child("fleet").child(vm.group()), Integer.parseInt(member) - 1)
                : CpuGenerator.alone(seed);
    }

    private MemoryDirtier dirtier(MemorySpec spec, VmSpec vm, Seed seed) {
        if (spec.workingSet().compareTo(vm.memory()) > 0) {
            throw new IllegalQuantity("a working set of " + spec.workingSet() + " in a memory of " + vm.memory()
                    + " can't be: write at most that");
        }
        if (spec.reach().compareTo(vm.memory()) > 0) {
            throw new IllegalQuantity("a working set of " + spec.workingSet() + " and files of "
                    + spec.reach().minus(spec.workingSet()) + " in a memory of " + vm.memory()
                    + " can't be: write at most that together");
        }
        return MemoryDirtier.of(spec, page, seed, run.child("common").child(vm.image()));
    }
}
