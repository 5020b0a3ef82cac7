package io.godwit.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.identity.VmId;
import io.godwit.link.LinkQuality;
import io.godwit.migration.precopy.Terms;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.vm.CpuShare;
import io.godwit.vm.Isolation;
import io.godwit.vm.Protection;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EvacuationTest {

    private static final LinkQuality LINK = new LinkQuality(Duration.ofNanos(200_000), Bandwidth.parse("1Gbit"));

    /// 1 Gbit/s is 122 MiB/s of pages: "busy" writes 90 MiB/s, which half of that does not keep up with.
    private static final VmSpec SMALL = vm("small", 2, 1, 0);

    private static final VmSpec LARGE = vm("large", 2, 4, 0);
    private static final VmSpec WRITING = vm("writing", 2, 1, 20);
    private static final VmSpec BUSY = vm("busy", 1, 1, 90);
    private static final VmSpec DEAR = vm("dear", 1, 8, 0);

    @Test
    void tiersComeFirstThenShortMovesThenThoseThatNeedTheLinkForThemselves() {
        assertThat(Stream.of(BUSY, WRITING, LARGE, DEAR, SMALL)
                        .sorted(Comparator.comparing(EvacuationTest::of))
                        .map(vm -> vm.id().value()))
                .containsExactly("dear", "small", "writing", "large", "busy");
        assertThat(of(BUSY).alone()).isTrue();
        assertThat(Evacuation.of(BUSY, Terms.byDefault(), LINK, 1).alone())
                .as("with all of the link")
                .isFalse();
    }

    /// Smith's rule: of all orders of what has the same tier, none has less waiting in all.
    @Test
    void noOtherOrderLetsGuestsOfATierWaitLess() {
        List<VmSpec> tier = List.of(WRITING, LARGE, SMALL);
        long best = waiting(
                tier.stream().sorted(Comparator.comparing(EvacuationTest::of)).toList());
        Map<List<Integer>, Long> others = Map.of(
                List.of(0, 1, 2), waiting(List.of(tier.get(0), tier.get(1), tier.get(2))),
                List.of(0, 2, 1), waiting(List.of(tier.get(0), tier.get(2), tier.get(1))),
                List.of(1, 0, 2), waiting(List.of(tier.get(1), tier.get(0), tier.get(2))),
                List.of(1, 2, 0), waiting(List.of(tier.get(1), tier.get(2), tier.get(0))),
                List.of(2, 0, 1), waiting(List.of(tier.get(2), tier.get(0), tier.get(1))),
                List.of(2, 1, 0), waiting(List.of(tier.get(2), tier.get(1), tier.get(0))));
        assertThat(others.values()).allMatch(other -> best <= other);
        assertThat(others.values()).anyMatch(other -> best < other);
    }

    private static long waiting(List<VmSpec> order) {
        long now = 0;
        long sum = 0;
        for (VmSpec vm : order) {
            now += of(vm).expectedNs();
            sum += now;
        }
        return sum;
    }

    private static Evacuation of(VmSpec vm) {
        return Evacuation.of(vm, Terms.byDefault(), LINK, 2);
    }

    private static VmSpec vm(String name, int tier, int gibibytes, int dirtyMebibytes) {
        MemorySize set = MemorySize.ofMebibytes(512);
        MemorySpec memory = new MemorySpec(
                set,
                EventRate.ofBytes(Bandwidth.parse(dirtyMebibytes + "MiB/s"), MemorySize.ofKibibytes(4)),
                new Pattern.Random());
        WorkloadSpec workload = new WorkloadSpec(
                new WorkloadSpec.CpuSpec.Constant(0),
                dirtyMebibytes == 0 ? Optional.empty() : Optional.of(memory),
                Optional.empty());
        return new VmSpec(
                new VmId(name),
                "vm",
                1,
                MemorySize.ofGibibytes(gibibytes),
                VmKind.FULL,
                CpuShare.byDefault(),
                "blank",
                "array-a",
                new VmSpec.Care(Protection.RESTART, Isolation.STOP, tier, List.of(), Optional.empty()),
                workload);
    }
}
