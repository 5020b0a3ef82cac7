package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.CpuSpec;
import io.godwit.guest.WorkloadSpec.FileCache;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.WriteContents;
import io.godwit.history.GuestEvent.Why;
import io.godwit.identity.CopyId;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.memory.pressure.MemoryCosts;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.memory.pressure.Pressure;
import io.godwit.settings.SettingsFile;
import io.godwit.time.Seed;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Profile;
import io.godwit.vm.VmSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostMemoryTest {

    private static final MemorySize PAGE = MemorySize.ofKibibytes(4);
    private static final MemorySize MACHINE = MemorySize.ofMebibytes(256);

    private final Lab lab = new Lab();

    @AfterEach
    void close() {
        lab.close();
    }

    private ActorRef<HypervisorCommand> host(Optional<MemoryManagement> management) {
        lab.workloads = new Workloads(Seed.of(1), PAGE);
        HostMake make = new HostMake(Specs.host(4, MACHINE), Profile.bare()).with(management);
        return lab.node.spawn(Hypervisor.create(new HostId("h1"), make, lab.ports()), "h1");
    }

    private static MemoryManagement overcommitted() {
        return switch (SettingsFile.of(MemoryCosts.class, "memory")
                .read(Path.of("..", "config/memory/standard.yaml"))) {
            case SettingsFile.Read<MemoryCosts>(var costs) ->
                MemoryManagement.of(costs)
                        .overcommitted(2_000)
                        .compressing()
                        .swapping(MemorySize.ofMebibytes(512))
                        .sharing(true);
            case SettingsFile.Unusable<MemoryCosts>(var sentence) -> throw new AssertionError(sentence);
        };
    }

    private static VmSpec busy(int number) {
        var cache = new FileCache(MemorySize.ofMebibytes(16), EventRate.perSecond(500), "files");
        var memory = new MemorySpec(
                MemorySize.ofMebibytes(80),
                EventRate.perSecond(4_000),
                new WorkloadSpec.Pattern.Random(),
                new WriteContents(100, 300),
                Optional.of(cache));
        return Specs.vm("vm-" + number, 1, MemorySize.ofMebibytes(110), VmSpec.LOCAL_DISK)
                .with(new WorkloadSpec(new CpuSpec.Constant(100), Optional.of(memory), Optional.empty()));
    }

    private HostMemory look(ActorRef<HypervisorCommand> h1) {
        var answer =
                lab.ask(h1, new Lifecycle.InspectHost(7, HostTopic.MEMORY, lab.replyTo()), Lifecycle.Inspected.class);
        assertThat(answer.question()).isEqualTo(7);
        return (HostMemory) answer.insight();
    }

    private static MemorySize sum(HostMemory.Frames frames) {
        return List.of(
                        frames.own(),
                        frames.overhead(),
                        frames.images(),
                        frames.clones(),
                        frames.shared(),
                        frames.compressed())
                .stream()
                .reduce(frames.free(), MemorySize::plus);
    }

    @Test
    void knowsOfEachFrameOfAnOvercommittedHostWhereItWent() {
        ActorRef<HypervisorCommand> h1 = host(Optional.of(overcommitted()));
        for (int number = 1; number <= 4; number++) {
            lab.start(h1, busy(number), 1);
        }
        for (int look = 0; look < 30; look++) {
            lab.run(Duration.ofMillis(2_300));
            HostMemory memory = look(h1);
            assertThat(sum(memory.frames())).isEqualTo(memory.frames().forGuests());
            assertThat(memory.vms()).hasSize(4).allSatisfy(vm -> assertThat(vm.own()
                            .plus(vm.shared())
                            .plus(vm.compressed())
                            .plus(vm.swapped())
                            .plus(vm.ballooned()))
                    .isLessThanOrEqualTo(vm.size()));
            assertThat(memory.vms().stream().map(HostMemory.Vm::own).reduce(MemorySize.ZERO, MemorySize::plus))
                    .isEqualTo(memory.frames().own());
            assertThat(memory.vms().stream().map(HostMemory.Vm::swapped).reduce(MemorySize.ZERO, MemorySize::plus))
                    .isEqualTo(memory.means().swapped());
        }
        HostMemory last = look(h1);
        assertThat(last.means().pressure()).isNotEqualTo(Pressure.NONE);
        assertThat(last.means().scanner().savedFrames()).isPositive();
        assertThat(last.vms()).anySatisfy(vm -> assertThat(vm.ballooned()).isGreaterThan(MemorySize.ZERO));
        assertThat(last.vms()).anySatisfy(vm -> assertThat(vm.files()).isGreaterThan(MemorySize.ZERO));
    }

    @Test
    void tellsWhatGuestsWroteUntilNowOnAHostThatGivesEachItsOwn() {
        ActorRef<HypervisorCommand> h1 = host(Optional.empty());
        lab.start(h1, busy(1), 1);
        lab.start(h1, Specs.vm("idle", 1), 1);
        lab.run(Duration.ofSeconds(3));
        HostMemory first = look(h1);
        lab.run(Duration.ofSeconds(3));
        HostMemory second = look(h1);
        assertThat(first.frames().own()).isGreaterThan(PAGE.times(5_000)); // of 12,000 writes at random
        assertThat(second.frames().own()).isGreaterThan(first.frames().own());
        assertThat(second.vms().get(0).usedPermille()).as("wrote nothing").isZero();
        assertThat(second.vms().get(1).usedPermille()).isEqualTo(1_000);
        assertThat(second.vms().get(1).files()).isGreaterThan(MemorySize.ZERO);
        assertThat(sum(second.frames())).isEqualTo(MACHINE);
        assertThat(second.means().managed()).isFalse();
        assertThat(second.means().promised()).isEqualTo(MemorySize.ofMebibytes(110 + 64));
    }

    @Test
    void aCloneSharesFramesWithItsSourceUntilOneOfThemWrites() {
        ActorRef<HypervisorCommand> h1 = host(Optional.empty());
        VmSpec source = busy(1);
        VmSpec clone = source.with(new VmId("vm-9"));
        lab.start(h1, source, 1);
        lab.run(Duration.ofSeconds(3));
        MemorySize before = look(h1).frames().own();
        var copy = new CopyId("vm-1.1");
        lab.ask(
                h1,
                new Lifecycle.CopyVm(
                        source.id(), 1, copy, new Lifecycle.Taking.Clones(List.of(clone)), 1, lab.replyTo()),
                Duration.ofMillis(1));
        HostMemory taken = look(h1);
        HostMemory.Vm waits = taken.vms().getLast();
        assertThat(waits.own()).as("it has written nothing yet").isEqualTo(MemorySize.ZERO);
        assertThat(waits.withClones()).isGreaterThanOrEqualTo(before);
        assertThat(taken.frames().clones()).isEqualTo(waits.withClones());
        assertThat(sum(taken.frames())).isEqualTo(MACHINE);
        lab.ask(h1, new Lifecycle.ResumeVm(clone.id(), 1, Why.COPY, lab.replyTo()));
        lab.run(Duration.ofSeconds(2));
        HostMemory both = look(h1);
        HostMemory.Vm runs = both.vms().getLast();
        assertThat(runs.own()).isGreaterThan(MemorySize.ZERO);
        assertThat(runs.withClones()).isLessThan(waits.withClones());
        assertThat(both.frames().clones()).isGreaterThanOrEqualTo(runs.withClones());
        assertThat(sum(both.frames())).isEqualTo(MACHINE);
        lab.ask(h1, new Lifecycle.StopVm(source.id(), Why.REQUESTED, lab.replyTo()));
        lab.run(Duration.ofSeconds(1));
        HostMemory alone = look(h1);
        assertThat(alone.frames().clones()).isEqualTo(MemorySize.ZERO);
        assertThat(alone.vms().getFirst().own()).isGreaterThan(runs.withClones());
        assertThat(sum(alone.frames())).isEqualTo(MACHINE);
    }

    @Test
    void whatGuestsUsedIsToldWithWhatTheyWroteUntilNow() {
        ActorRef<HypervisorCommand> h1 = host(Optional.empty());
        lab.start(h1, busy(1), 1);
        lab.run(Duration.ofSeconds(3));
        VmUse use = lab.ask(h1, new Lifecycle.TellUse(lab.replyTo()), Lifecycle.Used.class)
                .vms()
                .getFirst();
        assertThat(use.memoryUsed()).isGreaterThan(MemorySize.ofMebibytes(79)); // 12,000 writes over 80 MiB and files
    }

    @Test
    void whatMemoryHeldUpIsAPartOfWhatAVmCosts() {
        ActorRef<HypervisorCommand> h1 = host(Optional.of(overcommitted()));
        for (int number = 1; number <= 4; number++) {
            lab.start(h1, busy(number), 1);
        }
        lab.run(Duration.ofSeconds(60));
        for (int number = 1; number <= 4; number++) {
            var vm = busy(number).id();
            VmDescription before = lab.describe(h1, busy(number));
            VmInspection.Cost cost = lab.ask(h1, new Lifecycle.InspectVm(vm, lab.replyTo()), VmInspection.class)
                    .cost();
            long stallNs = before.memory().place().orElseThrow().stallNs();
            assertThat(stallNs).isPositive();
            assertThat(cost.stallNs()).isEqualTo(Math.min(stallNs, before.cpu().ranNs()));
            assertThat(cost.givenNs()).isEqualTo(before.cpu().ranNs());
            assertThat(cost.guestNs()).isNotNegative();
        }
    }

    @Test
    void isWholeAgainWhenAllPartsHaveCome() {
        ActorRef<HypervisorCommand> h1 = host(Optional.of(overcommitted()));
        for (int number = 1; number <= 3; number++) {
            lab.start(h1, busy(number), 1);
        }
        HostMemory all = look(h1);
        List<HostMemory> parts = all.parts(2);
        assertThat(parts).hasSize(2).noneMatch(HostMemory::isWhole);
        assertThat(parts.get(0).with(parts.get(1))).isEqualTo(all);
        assertThat(all.isWhole()).isTrue();
        lab.ask(h1, new Lifecycle.DestroyVm(busy(1).id(), lab.replyTo()));
        assertThat(look(h1).parts(5)).hasSize(1);
    }

    @Test
    void anEmptyHostHasOnePart() {
        assertThat(look(host(Optional.empty())).parts(5)).singleElement().matches(HostMemory::isWhole);
    }
}
