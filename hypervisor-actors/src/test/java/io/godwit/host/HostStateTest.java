package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.host.HostState.Admitted;
import io.godwit.host.HostState.Refused;
import io.godwit.identity.HostId;
import io.godwit.image.GuestImage;
import io.godwit.time.Seed;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import io.godwit.virtualization.Misfit;
import io.godwit.vm.CpuShare;
import io.godwit.vm.Mechanism;
import io.godwit.vm.VmSpec;
import io.godwit.vm.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class HostStateTest {

    private static final GuestImage DEBIAN = new GuestImage(
            "debian",
            new GuestImage.Kernel("linux", "6.1", true, "none"),
            new GuestImage.Memory(MemorySize.ofKibibytes(4_000), Share.ofPercent(50), "none"),
            new GuestImage.Disk(MemorySize.ofGibibytes(2), "none"),
            List.of());

    private static final int CORES = 8;
    private static final Residency ADMITTED = new Residency.Admitted();

    @Test
    void neverPromisesOrGivesMoreThanThereIs() {
        for (int seed = 0; seed < 100; seed++) {
            var random = Seed.of(seed).generator();
            HostState host = host(Loads::greedy);
            List<Resident> here = new ArrayList<>();
            for (int step = 0; step < 200; step++) {
                act(random, host, here, step);
                host.cpu().share(step);
                assertConserved("seed " + seed + " step " + step, host, here, step);
            }
        }
    }

    private static void act(RandomGenerator random, HostState host, List<Resident> here, int step) {
        switch (random.nextInt(5)) {
            case 0 -> {
                if (host.admit(anyVm(random, step), ADMITTED, step) instanceof Admitted(var resident)) {
                    here.add(resident);
                }
            }
            case 1 -> {
                if (!here.isEmpty()) {
                    host.remove(here.remove(random.nextInt(here.size())));
                }
            }
            case 2 -> {
                if (!here.isEmpty()) {
                    Resident writer = here.get(random.nextInt(here.size()));
                    for (int i = 0; i < 50; i++) {
                        writer.memory().write(random.nextLong(writer.memory().pages()), random.nextLong());
                    }
                    host.settleFrames(writer);
                }
            }
            case 3 -> {
                if (!here.isEmpty()) {
                    Resident one = here.get(random.nextInt(here.size()));
                    VmSpec before = one.spec();
                    VmSpec next = anyVm(random, step).with(before.id());
                    boolean refused = host.revise(one, next).isPresent();
                    assertThat(one.spec()).isEqualTo(refused ? before : next);
                }
            }
            default ->
                here.forEach(resident -> host.cpu()
                        .ask(
                                resident.slot(),
                                random.nextLong(resident.spec().vcpus() * 1_000_000_000L),
                                Long.MAX_VALUE));
        }
    }

    private static void assertConserved(String when, HostState host, List<Resident> here, long nowNs) {
        HostDescription now = host.portrait().describe(nowNs);
        long promised =
                here.stream().mapToLong(vm -> vm.spec().memory().bytes()).sum();
        long reserved = here.stream()
                .mapToLong(vm -> vm.spec().cpu().reservationNanoCores())
                .sum();
        assertThat(host.memory().account().isConserved()).as(when).isTrue();
        assertThat(now.memory().bytes() - now.memoryUnreserved().bytes())
                .as(when)
                .isEqualTo(promised);
        assertThat(promised).as(when).isLessThanOrEqualTo(now.memory().bytes());
        assertThat(now.cpu().reservedNanoCores())
                .as(when)
                .isEqualTo(reserved)
                .isLessThanOrEqualTo(CORES * 1_000_000_000L);
        assertThat(now.cpu().grantNanoCores()).as(when).isLessThanOrEqualTo(CORES * 1_000_000_000L);
        assertThat(new TreeSet<>(here.stream().map(Resident::slot).toList()))
                .as(when)
                .hasSize(here.size());
    }

    private static VmSpec anyVm(RandomGenerator random, int number) {
        int vcpus = 1 + random.nextInt(4);
        long reservation = random.nextInt(3) == 0 ? random.nextLong(vcpus * 1_000_000_000L) : 0;
        VmSpec vm =
                Specs.vm("vm-" + number, vcpus, MemorySize.ofMebibytes(1 + random.nextLong(200)), VmSpec.LOCAL_DISK);
        return vm.with(new CpuShare(1 + random.nextInt(1000), reservation, Optional.empty(), Optional.empty()));
    }

    @Test
    void refusesWithWhatIsMissing() {
        HostState host = host(Loads::greedy);
        VmSpec vm = Specs.vm("vm-1", 2);
        assertThat(refusal(host, Specs.vm("vm-1", 9))).isEqualTo(new Refusal.TooManyVcpus(9, CORES));
        assertThat(refusal(host, Specs.vm("vm-1", 1, MemorySize.ofMebibytes(1), "array-b")))
                .isEqualTo(new Refusal.NoSuchDatastore("array-b"));
        var affinity = new CpuShare(1, 0, Optional.empty(), Optional.of(new TreeSet<>(Set.of(8))));
        assertThat(refusal(host, vm.with(affinity))).isEqualTo(new Refusal.NoSuchCore(8, CORES));
        var contradiction = new CpuShare(1, 2_000_000_000L, Optional.of(1_000_000_000L), Optional.empty());
        assertThat(refusal(host, vm.with(contradiction))).isInstanceOf(Refusal.CpuContradiction.class);
        host.admit(
                Specs.vm("vm-2", 8).with(new CpuShare(1, 7_000_000_000L, Optional.empty(), Optional.empty())),
                ADMITTED,
                0);
        assertThat(refusal(host, vm.with(new CpuShare(1, 2_000_000_000L, Optional.empty(), Optional.empty()))))
                .isEqualTo(new Refusal.CpuShort(1_000_000_000L));
    }

    @Test
    void refusesAMechanismWithoutHardwareForItAndFindsAnotherIfNoneIsAskedFor() {
        HostSpec old = new HostSpec(
                "old",
                new HostSpec.Processors(1, CORES, 1, Lab.SMALL.processors().clock(), false, false, "a test"),
                Lab.SMALL.memory(),
                List.of(),
                Lab.SMALL.disks(),
                Lab.SMALL.power());
        HostState host =
                new HostState(new HostId("h"), HostMake.bare(old), guests(Loads::greedy), Set.of(VmSpec.LOCAL_DISK));
        VmSpec vm = Specs.vm("vm-1", 1);
        assertThat(refusal(host, vm.with(vm.platform().with(Mechanism.SHADOW_PAGING))))
                .isEqualTo(new Refusal.Misfits(new Misfit.HardwareLacking(Mechanism.SHADOW_PAGING, "VT-x or AMD-V")));
        assertThat(host.admit(vm, ADMITTED, 0)).isInstanceOf(Admitted.class);
        assertThat(host.portrait().inspect(host.find(vm.id()).orElseThrow(), 0).mechanism())
                .isEqualTo(Mechanism.BINARY_TRANSLATION);
    }

    @Test
    void refusesAGuestThatCannotBeMade() {
        HostState host = host(vm -> {
            throw new IllegalQuantity("no such trace");
        });
        assertThat(refusal(host, Specs.vm("vm-1", 1))).isEqualTo(new Refusal.WorkloadUnusable("no such trace"));
    }

    @Test
    void aRefusalReadsAsASentence() {
        assertThat(new Refusal.MemoryShort(MemorySize.ofMebibytes(6)).sentence())
                .isEqualTo("the host is short of memory by 6MiB");
    }

    private static Refusal refusal(HostState host, VmSpec vm) {
        return ((Refused) host.admit(vm, ADMITTED, 0)).why();
    }

    private static HostState host(Function<VmSpec, Workload> workloads) {
        HostSpec spec = Specs.host(CORES, MemorySize.ofGibibytes(1));
        return new HostState(new HostId("h"), HostMake.bare(spec), guests(workloads), Set.of(VmSpec.LOCAL_DISK));
    }

    private static GuestMaker guests(Function<VmSpec, Workload> workloads) {
        return new GuestMaker(new Images(List.of(DEBIAN)), workloads);
    }
}
