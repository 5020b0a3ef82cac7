package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.CpuSpec;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.WriteContents;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Why;
import io.godwit.history.HostEvent;
import io.godwit.identity.HostId;
import io.godwit.image.Image;
import io.godwit.memory.AddressSpace;
import io.godwit.memory.MappingSize;
import io.godwit.memory.PageWriter;
import io.godwit.memory.pressure.MemoryCosts;
import io.godwit.memory.pressure.MemoryManagement;
import io.godwit.settings.SettingsFile;
import io.godwit.time.Seed;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Profile;
import io.godwit.vm.MemoryPolicy;
import io.godwit.vm.VmSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ManagedMemoryOnHostTest {

    private static final MemorySize PAGE = MemorySize.ofKibibytes(4);

    private final Lab lab = new Lab();
    private final Workloads workloads = new Workloads(Seed.of(1), PAGE);

    @AfterEach
    void close() {
        lab.close();
    }

    private static MemoryManagement overcommitted() {
        return switch (SettingsFile.of(MemoryCosts.class, "memory")
                .read(Path.of("..", "config/memory/standard.yaml"))) {
            case SettingsFile.Read<MemoryCosts>(var costs) ->
                MemoryManagement.of(costs).overcommitted(2_000);
            case SettingsFile.Unusable<MemoryCosts>(var sentence) -> throw new AssertionError(sentence);
        };
    }

    private ActorRef<HypervisorCommand> host(MemoryManagement management) {
        lab.workloads = workloads;
        HostMake make =
                new HostMake(Specs.host(4, MemorySize.ofMebibytes(256)), Profile.bare()).with(Optional.of(management));
        return lab.node.spawn(Hypervisor.create(new HostId("h1"), make, lab.ports()), "h1");
    }

    static VmSpec busy(int number, MemorySize reservation) {
        VmSpec vm = Specs.vm("vm-" + number, 1, MemorySize.ofMebibytes(120), VmSpec.LOCAL_DISK);
        var memory = new MemorySpec(
                MemorySize.ofMebibytes(100),
                EventRate.perSecond(4_000),
                new WorkloadSpec.Pattern.Random(),
                new WriteContents(100, 300),
                Optional.empty());
        var policy = new MemoryPolicy(1_000, reservation, Optional.empty(), Optional.empty(), Optional.empty());
        return vm.with(new WorkloadSpec(new CpuSpec.Constant(100), Optional.of(memory), Optional.empty()))
                .with(vm.platform().with(policy));
    }

    private List<VmSpec> startAll(ActorRef<HypervisorCommand> h1, int count) {
        List<VmSpec> vms = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            VmSpec vm = busy(number, MemorySize.ZERO);
            assertThat(lab.start(h1, vm, 1)).isEqualTo(new Lifecycle.Started(vm.id(), 1));
            vms.add(vm);
        }
        return vms;
    }

    @Test
    void guestsOfAnOvercommittedHostHoldWhatTheyWroteAndGoOnMoreSlowly() {
        ActorRef<HypervisorCommand> h1 = host(overcommitted()
                .compressing()
                .swapping(MemorySize.ofMebibytes(512))
                .sharing(true));
        List<VmSpec> vms = startAll(h1, 4);
        lab.run(Duration.ofSeconds(40));
        assertThat(lab.history.stream().filter(HostEvent.PressureChanged.class::isInstance))
                .isNotEmpty();
        for (VmSpec vm : vms) {
            lab.ask(h1, new Lifecycle.PauseVm(vm.id(), Why.REQUESTED, lab.replyTo()));
            var captured = lab.ask(h1, new Transfer.CaptureState(vm.id(), lab.replyTo()), Transfer.StateCaptured.class);
            long writes = captured.state().memoryWrites();
            AddressSpace twin = AddressSpace.over(Image.blank(), vm.memory().pages(PAGE));
            PageWriter writer = twin.writer(writes);
            workloads.apply(vm).memory().orElseThrow().apply(0, writes, writer::write);
            writer.flush();
            assertThat(captured.digest()).as("%s", vm.id()).isEqualTo(twin.digest());
        }
        long stalled = vms.stream()
                .mapToLong(vm ->
                        lab.describe(h1, vm).memory().place().orElseThrow().stallNs())
                .sum();
        assertThat(stalled).isPositive();
        assertThat(lab.guestEvents()).noneMatch(GuestEvent.Stopped.class::isInstance);
    }

    @Test
    void takesTheScannersCpuFromTheHostAsLongAsThereIsSomethingToScan() {
        ActorRef<HypervisorCommand> h1 = host(overcommitted().sharing(true));
        List<VmSpec> vms = startAll(h1, 2);
        lab.run(Duration.ofSeconds(5));
        HostDescription busy = lab.describe(h1);
        long ofVms =
                busy.vms().stream().mapToLong(vm -> vm.cpu().demandNanoCores()).sum();
        long scanning = 1_000_000_000L * 200 / (20_000 + 200); // 100 pages of 2 us, then 20 ms of sleep
        assertThat(busy.cpu().demandNanoCores() - ofVms).isEqualTo(scanning);
        assertThat(busy.cpu().grantNanoCores()).isEqualTo(busy.cpu().demandNanoCores());
        vms.forEach(vm -> lab.ask(h1, new Lifecycle.DestroyVm(vm.id(), lab.replyTo())));
        lab.run(Duration.ofSeconds(2));
        assertThat(lab.describe(h1).cpu().demandNanoCores()).isZero();
    }

    @Test
    void compressingAheadOfNeedTakesCpuOfTheHost() {
        ActorRef<HypervisorCommand> h1 = host(overcommitted().compressing().swapping(MemorySize.ofMebibytes(512)));
        for (int number = 1; number <= 4; number++) {
            VmSpec vm = busy(number, MemorySize.ZERO);
            lab.start(
                    h1,
                    vm.with(vm.platform()
                            .with(new MemoryPolicy(
                                    1_000,
                                    MemorySize.ZERO,
                                    Optional.empty(),
                                    Optional.of(vm.memory()),
                                    Optional.empty()))),
                    1);
        }
        long most = 0;
        for (int second = 0; second < 40; second++) {
            lab.run(Duration.ofSeconds(1));
            HostDescription host = lab.describe(h1);
            most = Math.max(
                    most,
                    host.cpu().demandNanoCores()
                            - host.vms().stream()
                                    .mapToLong(vm -> vm.cpu().demandNanoCores())
                                    .sum());
        }
        assertThat(most).isPositive();
    }

    @Test
    void aStandingCanBeChangedWhileItsGuestRunsAsFarAsTheHostCanKeepIt() {
        ActorRef<HypervisorCommand> h1 = host(overcommitted().compressing().swapping(MemorySize.ofMebibytes(512)));
        List<VmSpec> vms = startAll(h1, 4);
        lab.run(Duration.ofSeconds(60));
        MemorySize all = vms.getFirst().memory();
        assertThat(place(h1, vms.getFirst()).ballooned()).isGreaterThan(MemorySize.ZERO);

        assertThat(revise(h1, reserving(vms.get(0), all))).isInstanceOf(Lifecycle.Revised.class);
        VmDescription.MemoryPlace now = place(h1, vms.getFirst());
        assertThat(now.compressed().plus(now.swapped())).isEqualTo(MemorySize.ZERO);
        assertThat(now.ballooned()).isEqualTo(MemorySize.ZERO);
        assertThat(revise(h1, reserving(vms.get(1), all))).isInstanceOf(Lifecycle.Revised.class);

        assertThat(revise(h1, reserving(vms.get(2), all)))
                .isEqualTo(new Lifecycle.Rejected(
                        vms.get(2).id(), new Refusal.MemoryShort(all.times(3).minus(MemorySize.ofMebibytes(256)))));
        assertThat(lab.describe(h1, vms.get(2)).spec()).isEqualTo(vms.get(2));
        assertThat(revise(h1, reserving(vms.get(2), all.times(2))))
                .isInstanceOfSatisfying(Lifecycle.Rejected.class, rejected -> assertThat(
                                rejected.why().sentence())
                        .contains("a reservation of 240MiB is 120MiB more than the memory of 120MiB"));
        VmSpec mapped = vms.get(2)
                .with(vms.get(2).platform().with(MemoryPolicy.byDefault().withMapping(MappingSize.LARGE)));
        assertThat(revise(h1, mapped))
                .isEqualTo(new Lifecycle.Rejected(
                        mapped.id(), new Refusal.NeedsReboot("its memory is mapped when it starts")));
    }

    private static VmSpec reserving(VmSpec vm, MemorySize size) {
        MemoryPolicy now = vm.platform().memory();
        return vm.with(vm.platform()
                .with(new MemoryPolicy(now.shares(), size, now.limit(), now.balloonMinimum(), now.mapping())));
    }

    private Object revise(ActorRef<HypervisorCommand> h1, VmSpec to) {
        return lab.ask(h1, new Lifecycle.ReviseVm(to.id(), to, lab.replyTo()));
    }

    private VmDescription.MemoryPlace place(ActorRef<HypervisorCommand> h1, VmSpec vm) {
        return lab.describe(h1, vm).memory().place().orElseThrow();
    }

    @Test
    void theBalloonOfAPausedGuestStandsStill() {
        ActorRef<HypervisorCommand> h1 = host(overcommitted().swapping(MemorySize.ofMebibytes(512)));
        List<VmSpec> vms = startAll(h1, 2);
        lab.run(Duration.ofSeconds(20));
        lab.ask(h1, new Lifecycle.PauseVm(vms.getFirst().id(), GuestEvent.Why.REQUESTED, lab.replyTo()));
        MemorySize before = place(h1, vms.getFirst()).ballooned();
        lab.start(h1, busy(3, MemorySize.ZERO), 1);
        lab.start(h1, busy(4, MemorySize.ZERO), 1);
        lab.run(Duration.ofSeconds(60));
        assertThat(place(h1, vms.get(1)).ballooned()).isGreaterThan(before);
        assertThat(place(h1, vms.getFirst()).ballooned()).isEqualTo(before);
    }

    @Test
    void stopsTheOneWithTheFewestSharesWhenEvenSwapIsFull() {
        ActorRef<HypervisorCommand> h1 = host(overcommitted());
        List<VmSpec> vms = startAll(h1, 3);
        VmSpec poor = busy(9, MemorySize.ZERO);
        poor = poor.with(poor.platform()
                .with(new MemoryPolicy(
                        10, MemorySize.ZERO, Optional.empty(), Optional.of(poor.memory()), Optional.empty())));
        lab.start(h1, poor, 1);
        lab.run(Duration.ofSeconds(60));
        List<GuestEvent> ends = lab.guestEvents().stream()
                .filter(GuestEvent.Stopped.class::isInstance)
                .toList();
        assertThat(ends).contains(new GuestEvent.Stopped(poor.id(), new HostId("h1"), 1, Why.OUT_OF_MEMORY));
        assertThat(lab.history)
                .contains(new HostEvent.OutOfMemory(
                        new HostId("h1"), poor.id(), poor.memory().bytes()));
        assertThat(lab.describe(h1).vms()).hasSizeLessThan(vms.size() + 1);
    }

    @Test
    void refusesWhatIsBeyondItsRatioOrItsReservationsAndSaysByHowMuch() {
        ActorRef<HypervisorCommand> h1 = host(overcommitted());
        VmSpec large = Specs.vm("large", 1, MemorySize.ofMebibytes(520), VmSpec.LOCAL_DISK);
        assertThat(lab.start(h1, large, 1))
                .isEqualTo(new Lifecycle.Rejected(large.id(), new Refusal.MemoryShort(MemorySize.ofMebibytes(8))));
        for (int number = 1; number <= 2; number++) {
            lab.start(h1, busy(number, MemorySize.ofMebibytes(120)), 1);
        }
        VmSpec third = busy(3, MemorySize.ofMebibytes(20));
        assertThat(lab.start(h1, third, 1))
                .isEqualTo(new Lifecycle.Rejected(third.id(), new Refusal.MemoryShort(MemorySize.ofMebibytes(4))));
        VmSpec fourth = busy(4, MemorySize.ofMebibytes(16));
        assertThat(lab.start(h1, fourth, 1)).isEqualTo(new Lifecycle.Started(fourth.id(), 1));
    }
}
