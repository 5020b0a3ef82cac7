package io.godwit.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.cpu.FlowOracle.Drawn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FairShareTest {

    private static final long CORE = CpuTopology.CORE;

    /// What the oracle may be off by, in nano-cores.
    private static final double ORACLE_ERROR = 0.1;

    @Test
    void givesEverybodyWhatTheyDemandWhileItFits() {
        assertThat(grants(2, vm(1, CORE / 2), vm(2, CORE), vm(1, 0))).containsExactly(CORE / 2, CORE, 0L);
    }

    @Test
    void sharesAShortMachineByWeight() {
        var heavy = new Drawn(CpuEntitlement.ofVcpus(1).withWeight(512), CORE);
        assertThat(grants(1, vm(1, CORE), heavy)).containsExactly(333_333_333L, 666_666_666L);
    }

    @Test
    void givesWhatOneLeavesToTheOthers() {
        assertThat(grants(1, vm(1, CORE / 10), vm(1, CORE), vm(1, CORE)))
                .containsExactly(CORE / 10, 450_000_000L, 450_000_000L);
    }

    @Test
    void neverGivesAVcpuMoreThanOneCore() {
        assertThat(grants(4, vm(1, 4 * CORE), vm(2, 4 * CORE))).containsExactly(CORE, 2 * CORE);
    }

    @Test
    void honoursACapOnAnIdleMachine() {
        assertThat(grants(4, new Drawn(CpuEntitlement.ofVcpus(2).withCap(CORE / 4), 2 * CORE)))
                .containsExactly(CORE / 4);
    }

    @Test
    void honoursAReservationBeforeWeightsAndOnlyAsFarAsDemanded() {
        var reserved = CpuEntitlement.ofVcpus(1).withReservation(8 * CORE / 10);
        assertThat(grants(1, new Drawn(reserved, CORE), vm(1, CORE))).containsExactly(8 * CORE / 10, 2 * CORE / 10);
        assertThat(grants(1, new Drawn(reserved, CORE / 10), vm(1, CORE))).containsExactly(CORE / 10, 9 * CORE / 10);
    }

    @Test
    void letsThePinnedShareTheirCoreAndTheFreeUseTheRest() {
        var pinned = CpuEntitlement.ofVcpus(1).withAffinity(CoreSet.of(0));
        assertThat(grants(2, new Drawn(pinned, CORE), new Drawn(pinned, CORE), vm(1, CORE)))
                .containsExactly(CORE / 2, CORE / 2, CORE);
        assertThat(grants(2, new Drawn(pinned, CORE), vm(2, 2 * CORE), vm(2, 2 * CORE)))
                .containsExactly(666_666_666L, 666_666_666L, 666_666_666L);
    }

    @Test
    void agreesWithTheFlowOracleToOneNanoCoreWithAffinities() {
        for (long seed = 0; seed < 400; seed++) {
            var random = new SplittableRandom(seed);
            int cores = 1 + random.nextInt(6);
            var vms = draw(random, cores, 1 + random.nextInt(8), 0.6);
            double[] expected = new FlowOracle(cores, vms).grants();
            long[] grants = grants(cores, vms.toArray(Drawn[]::new));
            for (int i = 0; i < grants.length; i++) {
                assertThat(grants[i] - expected[i])
                        .as("seed %d, %d cores, VM %d of %s", seed, cores, i, vms)
                        .isBetween(-1 - ORACLE_ERROR, ORACLE_ERROR);
            }
        }
    }

    @Test
    void agreesWithTheFlowOracleToOneNanoCoreWithoutAffinities() {
        for (long seed = 0; seed < 400; seed++) {
            var random = new SplittableRandom(seed);
            int cores = 1 + random.nextInt(4);
            var vms = draw(random, cores, 1 + random.nextInt(12), 0);
            double[] expected = new FlowOracle(cores, vms).grants();
            long[] grants = grants(cores, vms.toArray(Drawn[]::new));
            for (int i = 0; i < grants.length; i++) {
                assertThat(grants[i] - expected[i])
                        .as("seed %d, %d cores, VM %d of %s", seed, cores, i, vms)
                        .isBetween(-1 - ORACLE_ERROR, ORACLE_ERROR);
            }
        }
    }

    @Test
    void keepsEveryBoundAndWastesLessThanANanoCoreAVm() {
        for (long seed = 0; seed < 400; seed++) {
            var random = new SplittableRandom(seed);
            int cores = 1 + random.nextInt(16);
            var vms = draw(random, cores, 1 + random.nextInt(30), seed % 2 == 0 ? 0.4 : 0);
            long[] grants = grants(cores, vms.toArray(Drawn[]::new));
            long[] ceilings = vms.stream().mapToLong(vm -> vm.ceiling(cores)).toArray();
            for (int i = 0; i < grants.length; i++) {
                assertThat(grants[i])
                        .as("seed %d, VM %d", seed, i)
                        .isBetween(vms.get(i).floor(cores), ceilings[i]);
            }
            var oracle = new FlowOracle(cores, vms);
            long most = oracle.largestFlow(scaled(ceilings)) / FlowOracle.UNITS;
            long sum = Arrays.stream(grants).sum();
            assertThat(sum).as("seed %d", seed).isBetween(most - grants.length, most);
            assertThat(oracle.largestFlow(scaled(grants)))
                    .as("seed %d: the cores can serve it", seed)
                    .isEqualTo(sum * FlowOracle.UNITS);
        }
    }

    @Test
    void isMaxMinFairOnLargeHosts() {
        for (long seed = 0; seed < 15; seed++) {
            var random = new SplittableRandom(seed);
            int cores = 64 + random.nextInt(960);
            var vms = draw(random, cores, 1_500, 0);
            long[] grants = grants(cores, vms.toArray(Drawn[]::new));
            double highest = 0; // weighted grant of who has more than a floor
            double lowest = Double.MAX_VALUE; // weighted grant of who could use more
            for (int i = 0; i < grants.length; i++) {
                double weight = vms.get(i).entitlement().weight();
                if (grants[i] > vms.get(i).floor(cores)) {
                    highest = Math.max(highest, grants[i] / weight);
                }
                if (grants[i] < vms.get(i).ceiling(cores)) {
                    lowest = Math.min(lowest, (grants[i] + 1) / weight);
                }
            }
            assertThat(highest).as("seed %d", seed).isLessThanOrEqualTo(lowest);
        }
    }

    @Test
    void neverGivesLessForMoreWeightNorLessToThoseWhoStay() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new SplittableRandom(seed);
            int cores = 1 + random.nextInt(8);
            var vms = draw(random, cores, 2 + random.nextInt(10), 0.3);
            long[] before = grants(cores, vms.toArray(Drawn[]::new));
            var first = vms.getFirst();
            var heavier = first.entitlement().withWeight(first.entitlement().weight() + 500);
            vms.set(0, new Drawn(heavier, first.demand()));
            assertThat(grants(cores, vms.toArray(Drawn[]::new))[0])
                    .as("seed %d: heavier", seed)
                    .isGreaterThanOrEqualTo(before[0]);
            long[] after = grants(cores, vms.subList(1, vms.size()).toArray(Drawn[]::new));
            for (int i = 1; i < before.length; i++) {
                if (vms.stream().noneMatch(vm -> vm.entitlement().affinity().isPresent())) {
                    assertThat(after[i - 1]).as("seed %d: VM %d stays", seed, i).isGreaterThanOrEqualTo(before[i] - 1);
                }
            }
        }
    }

    @Test
    void aHistoryOfChangesEndsWhereAFreshStartDoesAndNamesEachChangedGrant() {
        for (long seed = 0; seed < 100; seed++) {
            var random = new SplittableRandom(seed);
            int cores = 1 + random.nextInt(8);
            var host = new FairShare(cores);
            var slots = new ArrayList<Integer>();
            var vms = new ArrayList<Drawn>();
            long[] seen = new long[64];
            for (int step = 0; step < 60; step++) {
                change(random, host, new Tenants(slots, vms), cores);
                int changes = host.recompute();
                for (int i = 0; i < changes; i++) {
                    int slot = host.changed(i);
                    assertThat(host.grantNanoCores(slot)).isNotEqualTo(seen[slot]);
                    seen[slot] = host.grantNanoCores(slot);
                }
                long[] fresh = grants(cores, vms.toArray(Drawn[]::new));
                for (int i = 0; i < fresh.length; i++) {
                    String at = "seed " + seed + ", step " + step + ", VM " + i;
                    assertThat(host.grantNanoCores(slots.get(i))).as(at).isEqualTo(fresh[i]);
                    assertThat(seen[slots.get(i)]).as(at + " was named").isEqualTo(fresh[i]);
                }
                for (int slot = 0; slot < seen.length; slot++) {
                    seen[slot] = slots.contains(slot) ? seen[slot] : 0;
                }
            }
        }
    }

    @Test
    void refusesReservationsThatCannotBeMetAndSaysByHowMuch() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new SplittableRandom(seed);
            int cores = 1 + random.nextInt(5);
            var host = new FairShare(cores);
            var vms = new ArrayList<Drawn>();
            for (int i = 0; i < 8; i++) {
                var vm = entitlement(random, cores, 0.6).withReservation(0);
                long ceiling = Math.min(vm.vcpus() * CORE, vm.capNanoCores().orElse(Long.MAX_VALUE));
                vms.add(new Drawn(vm.withReservation(random.nextLong(ceiling + 1)), 0));
                long[] reserved = vms.stream()
                        .mapToLong(drawn -> drawn.entitlement().reservationNanoCores())
                        .toArray();
                long served = new FlowOracle(cores, vms).largestFlow(scaled(reserved)) / FlowOracle.UNITS;
                long missing = Arrays.stream(reserved).sum() - served;
                var refusal = host.refusal(vms.getLast().entitlement());
                if (missing == 0) {
                    assertThat(refusal).as("seed %d", seed).isEmpty();
                    host.add(vms.getLast().entitlement());
                } else {
                    assertThat(refusal).as("seed %d", seed).contains(new CpuRefusal.ReservationsTooLarge(missing));
                    vms.removeLast();
                }
            }
        }
    }

    @Test
    void refusesACoreThatIsNotThereAndMoreWeightThanItCanDivideBy() {
        var host = new FairShare(2);
        var elsewhere = CpuEntitlement.ofVcpus(1).withAffinity(CoreSet.parse("0,7"));
        assertThat(host.refusal(elsewhere)).contains(new CpuRefusal.NoSuchCore(7, 2));
        assertThatThrownBy(() -> host.add(elsewhere)).isInstanceOf(IllegalStateException.class);
        var large = new FairShare(CpuTopology.MAX_CORES);
        var heavy = CpuEntitlement.ofVcpus(1).withWeight(CpuEntitlement.MAX_WEIGHT);
        while (large.refusal(heavy).isEmpty()) {
            large.setDemand(large.add(heavy), CORE);
        }
        assertThat(large.refusal(heavy).orElseThrow()).isInstanceOf(CpuRefusal.WeightsTooLarge.class);
        assertThat(large.recompute()).isPositive();
    }

    @Test
    void changesAVmInPlaceAndCountsItsOwnReservationAsFree() {
        var host = new FairShare(1);
        var half = CpuEntitlement.ofVcpus(1).withReservation(CORE / 2);
        int slot = host.add(half);
        host.add(half);
        assertThat(host.refusalOfChange(slot, half.withWeight(100))).isEmpty();
        var more = half.withReservation(CORE / 2 + 7);
        assertThat(host.refusalOfChange(slot, more)).contains(new CpuRefusal.ReservationsTooLarge(7));
        assertThatThrownBy(() -> host.change(slot, more)).isInstanceOf(IllegalStateException.class);
        var elsewhere = half.withAffinity(CoreSet.of(1));
        assertThat(host.refusalOfChange(slot, elsewhere)).contains(new CpuRefusal.NoSuchCore(1, 1));
        host.setDemand(slot, CORE);
        host.change(slot, half.withCap(CORE * 6 / 10));
        host.recompute();
        assertThat(host.grantNanoCores(slot)).isEqualTo(CORE * 6 / 10);
    }

    private static void change(SplittableRandom random, FairShare host, Tenants tenants, int cores) {
        var slots = tenants.slots();
        var vms = tenants.vms();
        int which = vms.isEmpty() ? 0 : random.nextInt(vms.size());
        switch (vms.isEmpty() ? 0 : random.nextInt(5)) {
            case 0 -> {
                var vm = draw(random, cores, 1, 0.3).getFirst();
                if (host.refusal(vm.entitlement()).isEmpty()) {
                    slots.add(host.add(vm.entitlement()));
                    host.setDemand(slots.getLast(), vm.demand());
                    vms.add(vm);
                }
            }
            case 1 -> {
                host.remove(slots.remove(which));
                vms.remove(which);
            }
            case 2 -> {
                var to = entitlement(random, cores, 0.3);
                if (host.refusalOfChange(slots.get(which), to).isEmpty()) {
                    host.change(slots.get(which), to);
                    vms.set(which, new Drawn(to, vms.get(which).demand()));
                }
            }
            default -> {
                long demand = random.nextLong(2 * CORE);
                host.setDemand(slots.get(which), demand);
                vms.set(which, new Drawn(vms.get(which).entitlement(), demand));
            }
        }
    }

    /// The VMs of a host, each at the index of its slot.
    private record Tenants(List<Integer> slots, List<Drawn> vms) {}

    private static List<Drawn> draw(SplittableRandom random, int cores, int count, double pinned) {
        var host = new FairShare(cores);
        var vms = new ArrayList<Drawn>();
        while (vms.size() < count) {
            var vm = entitlement(random, cores, pinned);
            if (host.refusal(vm).isPresent()) {
                vm = vm.withReservation(0);
            }
            host.add(vm);
            long demand = random.nextInt(5) == 0 ? 0 : random.nextLong((vm.vcpus() + 1) * CORE);
            vms.add(new Drawn(vm, demand));
        }
        return vms;
    }

    private static CpuEntitlement entitlement(SplittableRandom random, int cores, double pinned) {
        int weight = random.nextBoolean() ? CpuEntitlement.DEFAULT_WEIGHT : 1 + random.nextInt(2_000);
        var vm = CpuEntitlement.ofVcpus(1 + random.nextInt(4)).withWeight(weight);
        if (random.nextInt(3) == 0) {
            vm = vm.withCap(random.nextLong(vm.vcpus() * CORE));
        }
        if (random.nextDouble() < pinned) {
            int first = random.nextInt(cores);
            vm = vm.withAffinity(CoreSet.range(first, first + random.nextInt(cores - first)));
        }
        if (random.nextInt(3) == 0) {
            vm = vm.withReservation(random.nextLong(1 + vm.capNanoCores().orElse(CORE)));
        }
        return vm;
    }

    private static Drawn vm(int vcpus, long demandNanoCores) {
        return new Drawn(CpuEntitlement.ofVcpus(vcpus), demandNanoCores);
    }

    private static long[] grants(int cores, Drawn... vms) {
        var host = new FairShare(cores);
        int[] slots = new int[vms.length];
        for (int i = 0; i < vms.length; i++) {
            slots[i] = host.add(vms[i].entitlement());
            host.setDemand(slots[i], vms[i].demand());
        }
        host.recompute();
        return Arrays.stream(slots).mapToLong(host::grantNanoCores).toArray();
    }

    private static long[] scaled(long[] nanoCores) {
        return Arrays.stream(nanoCores).map(amount -> amount * FlowOracle.UNITS).toArray();
    }
}
