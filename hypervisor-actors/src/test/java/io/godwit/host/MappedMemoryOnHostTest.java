package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.guest.Activity;
import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.CpuSpec;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.WriteContents;
import io.godwit.identity.HostId;
import io.godwit.memory.MappingSize;
import io.godwit.memory.pressure.MemoryCosts;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.settings.SettingsFile;
import io.godwit.time.Seed;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Profile;
import io.godwit.virtualization.Reason;
import io.godwit.vm.Mechanism;
import io.godwit.vm.MemoryPolicy;
import io.godwit.vm.VmSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Guests that miss their TLB five million times a second, mapped by pages and by more, on a host of 4 cores.
class MappedMemoryOnHostTest {

    private static final Path CONFIG = Path.of("..", "config");
    private static final MemorySize PAGE = MemorySize.ofKibibytes(4);
    private static final MemorySize GIB = MemorySize.ofGibibytes(1);
    private static final Activity MISSES = Reason.activity(Map.of(Reason.TLB_MISS, EventRate.perSecond(5_000_000)));

    private final Lab lab = new Lab();
    private HostTuning tuning = HostTuning.NONE;
    private ActorRef<HypervisorCommand> h1 = lab.asker.narrow();

    @AfterEach
    void close() {
        lab.close();
    }

    private void host(MemorySize memory, Optional<MemoryManagement> management) {
        lab.workloads = new Workloads(Seed.of(1), PAGE);
        Profile profile = read(Profile.FILES.named(CONFIG.resolve("hypervisors"), "lab"));
        HostMake make = new HostMake(Specs.host(4, memory).tuned(tuning), profile).with(management);
        h1 = lab.node.spawn(Hypervisor.create(new HostId("h1"), make, lab.ports()), "h1");
    }

    private static <T> T read(SettingsFile.Outcome<T> reading) {
        return switch (reading) {
            case SettingsFile.Read<T>(var settings) -> settings;
            case SettingsFile.Unusable<T>(var sentence) -> throw new AssertionError(sentence);
        };
    }

    /// Wants half of a core for its own, and writes common pages to its first 64 MiB.
    private static VmSpec vm(String name, MappingSize mapping) {
        var memory = new MemorySpec(
                MemorySize.ofMebibytes(64),
                EventRate.perSecond(2_000),
                new WorkloadSpec.Pattern.Sequential(),
                new WriteContents(0, 1_000),
                Optional.empty());
        VmSpec vm = Specs.vm(name, 1, GIB, VmSpec.LOCAL_DISK);
        return vm.with(new WorkloadSpec(new CpuSpec.Constant(500), Optional.of(memory), Optional.empty()).with(MISSES))
                .with(vm.platform().with(vm.platform().memory().withMapping(mapping)));
    }

    private VmInspection.Cost cost(VmSpec vm) {
        return lab.ask(h1, new Lifecycle.InspectVm(vm.id(), lab.replyTo()), VmInspection.class)
                .cost();
    }

    private double translation(VmSpec vm) {
        VmInspection.Cost cost = cost(vm);
        return (double) cost.translationNs() / cost.guestNs();
    }

    private HostMemory look() {
        return (HostMemory)
                lab.ask(h1, new Lifecycle.InspectHost(7, HostTopic.MEMORY, lab.replyTo()), Lifecycle.Inspected.class)
                        .insight();
    }

    private HostMemory.Vm memoryOf(VmSpec vm) {
        return look().vms().stream()
                .filter(it -> it.vm().equals(vm.id()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aHostMapsGuestsThatDoNotSayAsItsFileOrItsRunDoes() {
        tuning = new HostTuning(Optional.of(MappingSize.LARGE), HostTuning.Switch.NONE);
        host(MemorySize.ofGibibytes(8), Optional.empty());
        VmSpec explicit = vm("explicit", MappingSize.SMALL);
        VmSpec silent = vm("silent", MappingSize.SMALL);
        silent = silent.with(silent.platform().with(MemoryPolicy.byDefault()));
        VmSpec small = Specs.vm("tiny", 1, MemorySize.ofMebibytes(1), VmSpec.LOCAL_DISK);
        for (VmSpec vm : new VmSpec[] {explicit, silent, small}) {
            lab.start(h1, vm, 1);
        }
        assertThat(memoryOf(silent).mapped().large()).isEqualTo(GIB);
        assertThat(memoryOf(explicit).mapped().large()).isEqualTo(MemorySize.ZERO);
        assertThat(memoryOf(small).mapped().large())
                .as("it does not fill a mapping")
                .isEqualTo(MemorySize.ZERO);
    }

    @Test
    void aMissCostsLessTheLargerTheMappingWhereTablesAreNested() {
        host(MemorySize.ofGibibytes(8), Optional.empty());
        VmSpec small = vm("small", MappingSize.SMALL);
        VmSpec large = vm("large", MappingSize.LARGE);
        VmSpec huge = vm("huge", MappingSize.HUGE);
        VmSpec shadowed = vm("shadowed", MappingSize.HUGE);
        shadowed = shadowed.with(shadowed.platform().with(Mechanism.SHADOW_PAGING));
        for (VmSpec vm : new VmSpec[] {small, large, huge, shadowed}) {
            lab.start(h1, vm, 1);
        }
        lab.run(Duration.ofSeconds(10));
        assertThat(translation(small)).isPositive();
        assertThat(translation(large)).isCloseTo(translation(small) * 15 / 20, within(1e-6));
        assertThat(translation(huge)).isCloseTo(translation(small) * 10 / 20, within(1e-6));
        assertThat(translation(shadowed)).isZero();
        assertThat(lab.describe(h1, huge).cpu().demandNanoCores())
                .isLessThan(lab.describe(h1, small).cpu().demandNanoCores());
    }

    @Test
    void allOfItIsInFramesFromTheStartAndEachFrameIsCounted() {
        host(MemorySize.ofGibibytes(8), Optional.empty());
        lab.start(h1, vm("huge", MappingSize.HUGE), 1);
        HostMemory memory = look();
        assertThat(memory.frames().own()).isEqualTo(GIB);
        assertThat(memory.frames().own().plus(memory.frames().free())).isEqualTo(MemorySize.ofGibibytes(8));
        assertThat(memory.vms().getFirst().mapped())
                .isEqualTo(new HostMemory.Mapped(MemorySize.ZERO, GIB, new HostMemory.Splits(0, 0, 0, 0, 0)));
    }

    @Test
    void aLogSplitsAllAsLongAsItIsOpenAndWhatItCostIsKept() {
        host(MemorySize.ofGibibytes(8), Optional.empty());
        VmSpec huge = vm("huge", MappingSize.HUGE);
        lab.start(h1, huge, 1);
        lab.run(Duration.ofSeconds(10));
        VmInspection.Cost before = cost(huge);
        lab.ask(h1, new Transfer.OpenDirtyLog(huge.id(), lab.replyTo()), Transfer.DirtyLogOpened.class);
        assertThat(memoryOf(huge).mapped())
                .isEqualTo(new HostMemory.Mapped(
                        MemorySize.ZERO, MemorySize.ZERO, new HostMemory.Splits(0, 0, 0, 0, 1 + 512)));
        lab.run(Duration.ofSeconds(10));
        VmInspection.Cost during = cost(huge);
        lab.ask(h1, new Transfer.CloseDirtyLog(huge.id(), lab.replyTo()), Transfer.DirtyLogClosed.class);
        lab.run(Duration.ofSeconds(10));
        VmInspection.Cost after = cost(huge);
        double whole = (double) before.translationNs() / before.guestNs();
        assertThat((double) (during.translationNs() - before.translationNs()) / (during.guestNs() - before.guestNs()))
                .isCloseTo(2 * whole, within(1e-6));
        assertThat((double) (after.translationNs() - during.translationNs()) / (after.guestNs() - during.guestNs()))
                .isCloseTo(whole, within(1e-6));
        assertThat(after.guestNs()).isCloseTo(15_000_000_000L, within(1_000_000L));
        assertThat(memoryOf(huge).mapped().huge()).isEqualTo(GIB);
    }

    @Test
    void aHostThatSharesSplitsWhatItSharesAndItsGuestsPayForIt() {
        MemoryCosts costs = read(MemoryCosts.FILES.named(CONFIG.resolve("memory"), "standard"));
        MemoryCosts quick = new MemoryCosts(
                costs.memory(),
                costs.turn(),
                costs.free(),
                costs.balloon(),
                costs.scan().with(100_000, Duration.ofMillis(100)),
                costs.compression());
        host(MemorySize.ofGibibytes(8), Optional.of(MemoryManagement.of(quick).sharing(true)));
        VmSpec one = vm("one", MappingSize.HUGE);
        lab.start(h1, one, 1);
        lab.start(h1, vm("two", MappingSize.HUGE), 1);
        lab.run(Duration.ofSeconds(1));
        double before = translation(one);
        lab.run(Duration.ofSeconds(40));
        HostMemory.Vm memory = memoryOf(one);
        assertThat(memory.mapped().splits().sharing()).isPositive();
        assertThat(memory.mapped().huge()).isEqualTo(MemorySize.ZERO);
        assertThat(memory.shared()).isGreaterThan(MemorySize.ZERO);
        assertThat(translation(one)).isGreaterThan(before);
        assertThat(look().frames().free().compareTo(MemorySize.ofGibibytes(6)))
                .as("untouched pages are zero, and shared")
                .isPositive();
    }
}
