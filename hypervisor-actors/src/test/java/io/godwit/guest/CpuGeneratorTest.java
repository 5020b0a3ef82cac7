package io.godwit.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.time.Seed;
import io.godwit.unit.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class CpuGeneratorTest {

    private static final int STEPS = 288;

    @Test
    void aThousandVmsOverADayHaveThePublishedMoments() {
        for (long seed = 1; seed <= 5; seed++) {
            var fleetSeed = Seed.of(seed).child("web");
            var moments = Moments.of(fleet(1_000, STEPS, member -> CpuGenerator.ofFleet(fleetSeed, member)).stream()
                    .flatMap(List::stream)
                    .toList());
            assertThat(moments.mean()).isCloseTo(12.31, within(0.1));
            assertThat(moments.deviation()).isCloseTo(17.09, within(0.15));
            assertQuartiles(moments, 0.1);
        }
    }

    @Test
    void vmsDrawnAloneHaveThePublishedMomentsWhenThereAreMany() {
        var fleet = fleet(60_000, 1, member -> CpuGenerator.alone(Seed.of(2).child("vm-" + member)));
        // One sample a VM: the mean's standard error is 0.07.
        var moments = Moments.of(fleet.stream().flatMap(List::stream).toList());
        assertThat(moments.mean()).isCloseTo(12.31, within(0.25));
        assertThat(moments.deviation()).isCloseTo(17.09, within(0.25));
        assertQuartiles(moments, 0.25);
    }

    @Test
    void aVmStaysNearItsLevelAsRecordedOnesDo() {
        var fleet = fleet(3_000, STEPS, member -> CpuGenerator.ofFleet(Seed.of(3), member));
        assertThat(correlation(fleet, 1)).isCloseTo(0.78, within(0.03));
        assertThat(correlation(fleet, 144)).isCloseTo(0.75, within(0.03));
    }

    @Test
    void theSameSeedGivesTheSameDemandInAnyOrder() {
        var once = CpuGenerator.alone(Seed.of(7));
        var again = CpuGenerator.alone(Seed.of(7));
        var other = CpuGenerator.alone(Seed.of(8));
        int differing = 0;
        for (int step = STEPS; step >= 0; step--) {
            long timeNs = step * CpuTrace.STEP_NS + 5;
            assertThat(again.nanoCoresPerVcpu(timeNs)).isEqualTo(once.nanoCoresPerVcpu(timeNs));
            assertThat(once.nanoCoresPerVcpu(timeNs - 5)).isEqualTo(once.nanoCoresPerVcpu(timeNs));
            differing += once.nanoCoresPerVcpu(timeNs) == other.nanoCoresPerVcpu(timeNs) ? 0 : 1;
        }
        assertThat(differing).isGreaterThan(STEPS / 2);
        assertThat(once.nextStepNs(5)).hasValue(CpuTrace.STEP_NS);
    }

    @Test
    void constantsAndBurstsAreStepFunctions() {
        var constant = new CpuDemand.Constant(Share.ofPercent(30));
        assertThat(constant.nanoCoresPerVcpu(99)).isEqualTo(300_000_000);
        assertThat(constant.nextStepNs(99)).isEmpty();
        var bursts = new CpuDemand.Bursts(Share.ofPercent(80), Share.ofPercent(5), 100, 30);
        assertThat(bursts.nanoCoresPerVcpu(229)).isEqualTo(800_000_000);
        assertThat(bursts.nextStepNs(229)).hasValue(230);
        assertThat(bursts.nanoCoresPerVcpu(230)).isEqualTo(50_000_000);
        assertThat(bursts.nextStepNs(230)).hasValue(300);
    }

    private static void assertQuartiles(Moments moments, double tolerance) {
        assertThat(moments.quartiles().get(0)).isCloseTo(2, within(tolerance));
        assertThat(moments.quartiles().get(1)).isCloseTo(6, within(tolerance));
        assertThat(moments.quartiles().get(2)).isCloseTo(15, within(tolerance));
    }

    /// Per cents by VM and step.
    private static List<List<Double>> fleet(int vms, int steps, IntFunction<CpuGenerator> generators) {
        var fleet = new ArrayList<List<Double>>();
        for (int vm = 0; vm < vms; vm++) {
            var generator = generators.apply(vm);
            var values = new ArrayList<Double>();
            for (int step = 0; step < steps; step++) {
                values.add(generator.nanoCoresPerVcpu(step * CpuTrace.STEP_NS) / 1e7);
            }
            fleet.add(values);
        }
        return fleet;
    }

    private static double correlation(List<List<Double>> fleet, int lag) {
        var moments = Moments.of(fleet.stream().flatMap(List::stream).toList());
        double sum = 0;
        int count = 0;
        for (var vm : fleet) {
            for (int step = 0; step + lag < vm.size(); step++) {
                sum += (vm.get(step) - moments.mean()) * (vm.get(step + lag) - moments.mean());
                count++;
            }
        }
        return sum / count / (moments.deviation() * moments.deviation());
    }
}
