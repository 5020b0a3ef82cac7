package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.CpuSpec;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.time.Seed;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.vm.VmSpec;
import io.godwit.vm.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadsTest {

    @TempDir
    private Path folder;

    @Test
    void anEqualSeedMakesAnEqualGuestOnEveryHost() {
        VmSpec vm = vm(new CpuSpec.Generated("planetlab"), Optional.of(memory("1MiB")));
        assertThat(firstWrites(workloads(1).apply(vm)))
                .isEqualTo(firstWrites(workloads(1).apply(vm)));
        assertThat(firstWrites(workloads(1).apply(vm)))
                .isNotEqualTo(firstWrites(workloads(2).apply(vm)));
        assertThat(workloads(1).apply(vm).cpu().nanoCoresPerVcpu(0))
                .isEqualTo(workloads(1).apply(vm).cpu().nanoCoresPerVcpu(0));
    }

    @Test
    void aGeneratedGroupHasThePublishedMeanAlthoughItIsSmall() {
        Workloads workloads = workloads(1);
        long sum = 0;
        for (int member = 1; member <= 40; member++) {
            VmSpec vm = named("test-" + member, new CpuSpec.Generated("planetlab"), Optional.empty());
            for (int step = 0; step < 288; step++) {
                sum += workloads.apply(vm).cpu().nanoCoresPerVcpu(step * 300_000_000_000L);
            }
        }
        assertThat(sum / 1e7 / (40 * 288)).isBetween(11.7, 12.9);
    }

    @Test
    void vmsThatReplayTheSameFileShareIt() throws IOException {
        Files.writeString(folder.resolve("a"), "10\n20\n");
        Workloads workloads = workloads(1);
        VmSpec vm = vm(new CpuSpec.Trace(folder.toString(), "a"), Optional.empty());
        assertThat(workloads.apply(vm).cpu()).isSameAs(workloads.apply(vm).cpu());
        assertThat(workloads.apply(vm).cpu().nanoCoresPerVcpu(0)).isEqualTo(100_000_000);
    }

    @Test
    void refusesWhatCannotBeInASentence() {
        assertThatThrownBy(() -> workloads(1).apply(vm(new CpuSpec.Trace(folder.toString(), "none"), Optional.empty())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none can't be read");
        assertThatThrownBy(() -> workloads(1).apply(vm(new CpuSpec.Constant(5), Optional.of(memory("1GiB")))))
                .isInstanceOf(IllegalQuantity.class)
                .hasMessageContaining("a working set of 1GiB in a memory of 64MiB");
    }

    private static List<Long> firstWrites(Workload workload) {
        List<Long> writes = new ArrayList<>();
        workload.memory().orElseThrow().apply(0, 20, (page, content) -> {
            writes.add(page);
            writes.add(content);
        });
        return writes;
    }

    private static MemorySpec memory(String workingSet) {
        return new MemorySpec(
                MemorySize.parse(workingSet), EventRate.parse("100/s"), new WorkloadSpec.Pattern.Random());
    }

    private static VmSpec vm(CpuSpec cpu, Optional<MemorySpec> memory) {
        return named("vm-1", cpu, memory);
    }

    private static VmSpec named(String name, CpuSpec cpu, Optional<MemorySpec> memory) {
        VmSpec vm = Specs.vm(name, 1);
        return new VmSpec(
                vm.id(),
                vm.group(),
                vm.vcpus(),
                vm.memory(),
                vm.kind(),
                vm.cpu(),
                vm.image(),
                vm.disk(),
                vm.care(),
                new WorkloadSpec(cpu, memory, Optional.empty()));
    }

    private static Workloads workloads(long seed) {
        return new Workloads(Seed.of(seed), MemorySize.ofKibibytes(4));
    }
}
