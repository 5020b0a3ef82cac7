package io.godwit.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.guest.Activity;
import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Why;
import io.godwit.identity.HostId;
import io.godwit.settings.SettingsFile;
import io.godwit.time.Seed;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Profile;
import io.godwit.virtualization.Reason;
import io.godwit.vm.MemoryPolicy;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a guest takes along when it fails, and what its start and its exits take, on hosts of shipped profiles.
class GuestsFailTest {

    private static final Path FOLDER =
            Path.of(System.getProperty("godwit.home", "..")).resolve("config/hypervisors");

    private final Lab lab = new Lab();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void aCrashInAVmTakesNobodyAlongWithOrWithoutAPanic() {
        var host = host("kvm");
        start(host, vm("vm-1", VmKind.FULL), vm("vm-2", VmKind.FULL), vm("vm-3", VmKind.FULL));
        lab.run(Duration.ofSeconds(12));
        lab.ask(host, new Lifecycle.CrashVm(vm("vm-1", VmKind.FULL).id(), true, lab.replyTo()));
        assertThat(stopped(Why.CRASHED)).containsExactly("vm-1");
        assertThat(stopped(Why.KERNEL_PANIC)).isEmpty();
        assertThat(lab.describe(host).vms()).extracting(vm -> vm.vm().value()).containsExactly("vm-2", "vm-3");
    }

    @Test
    void aPanicInAContainerTakesAllContainersAndNoVmAndTheKernelRestarts() {
        var host = host("docker");
        var mixed = host("lab");
        start(host, vm("c-1", VmKind.CONTAINER), vm("c-2", VmKind.CONTAINER));
        start(mixed, vm("c-3", VmKind.CONTAINER), vm("vm-4", VmKind.FULL));
        lab.run(Duration.ofSeconds(1));
        lab.ask(host, new Lifecycle.CrashVm(vm("c-1", VmKind.CONTAINER).id(), true, lab.replyTo()));
        lab.ask(mixed, new Lifecycle.CrashVm(vm("c-3", VmKind.CONTAINER).id(), true, lab.replyTo()));
        assertThat(stopped(Why.KERNEL_PANIC)).containsExactly("c-1", "c-2", "c-3");
        assertThat(lab.describe(host).vms()).isEmpty();
        assertThat(lab.describe(mixed).vms()).extracting(vm -> vm.vm().value()).containsExactly("vm-4");
        assertThat(lab.start(host, vm("c-5", VmKind.CONTAINER), 1))
                .isInstanceOfSatisfying(
                        Lifecycle.Rejected.class,
                        rejected -> assertThat(rejected.why().sentence()).contains("has panicked"));
        lab.run(Duration.ofSeconds(41));
        lab.start(host, vm("c-5", VmKind.CONTAINER), 1);
        lab.run(Duration.ofSeconds(1));
        assertThat(lab.describe(host).vms()).hasSize(1);
    }

    @Test
    void aCrashOfAContainerAloneLeavesItsNeighbours() {
        var host = host("docker");
        start(host, vm("c-1", VmKind.CONTAINER), vm("c-2", VmKind.CONTAINER));
        lab.run(Duration.ofSeconds(1));
        lab.ask(host, new Lifecycle.CrashVm(vm("c-1", VmKind.CONTAINER).id(), false, lab.replyTo()));
        assertThat(stopped(Why.CRASHED)).containsExactly("c-1");
        assertThat(lab.describe(host).vms()).extracting(vm -> vm.vm().value()).containsExactly("c-2");
    }

    @Test
    void aContainerThatTouchesMoreThanItsLimitIsKilledAndOneWithinIsNot() {
        lab.workloads = new Workloads(Seed.of(1), MemorySize.ofKibibytes(4));
        var host = host("lab");
        start(host, writer("hog", 8), writer("modest", 32));
        lab.run(Duration.ofSeconds(1));
        assertThat(lab.describe(host).vms()).hasSize(2);
        lab.run(Duration.ofSeconds(60));
        assertThat(stopped(Why.OUT_OF_MEMORY)).containsExactly("hog");
        assertThat(lab.describe(host).vms()).extracting(vm -> vm.vm().value()).containsExactly("modest");
    }

    @Test
    void aStartTakesTheBootTimeOfItsKind() {
        var kvm = host("kvm");
        lab.start(kvm, vm("vm-1", VmKind.FULL), 1);
        lab.run(Duration.ofMillis(10_900));
        assertThat(lab.guestEvents()).isEmpty();
        lab.run(Duration.ofMillis(200));
        assertThat(lab.guestEvents()).hasSize(1).first().isInstanceOf(GuestEvent.Started.class);
        var lxc = host("lxc");
        lab.start(lxc, vm("c-1", VmKind.CONTAINER), 1);
        lab.run(Duration.ofMillis(20));
        assertThat(lab.guestEvents()).hasSize(2);
    }

    @Test
    void aStopTakesTheShutdownTimeOfItsKindAndNoneByForce() {
        var kvm = host("kvm");
        var vms = List.of(vm("vm-1", VmKind.FULL), vm("vm-2", VmKind.FULL), vm("vm-3", VmKind.FULL));
        start(kvm, vms.toArray(VmSpec[]::new));
        lab.run(Duration.ofSeconds(12));
        lab.ask(kvm, new Lifecycle.StopVm(vms.get(0).id(), Why.REQUESTED, lab.replyTo()));
        lab.ask(kvm, new Lifecycle.StopVm(vms.get(1).id(), Why.REQUESTED, lab.replyTo()));
        assertThat(stopped(Why.REQUESTED)).as("without effect at once").containsExactly("vm-1", "vm-2");
        assertThat(lab.ask(kvm, new Lifecycle.StopVm(vms.get(1).id(), Why.NOT_OWNER, lab.replyTo())))
                .as("by force")
                .isEqualTo(new Lifecycle.Stopped(vms.get(1).id(), 1));
        assertThat(lab.ask(kvm, new Lifecycle.StopVm(vms.get(2).id(), Why.FENCED, lab.replyTo())))
                .isEqualTo(new Lifecycle.Stopped(vms.get(2).id(), 1));
        int before = lab.answers.size();
        lab.run(Duration.ofMillis(4_900));
        assertThat(lab.answers).hasSize(before);
        lab.run(Duration.ofMillis(200));
        assertThat(lab.answers)
                .last()
                .isEqualTo(new Lifecycle.Stopped(vms.get(0).id(), 1));
        assertThat(lab.describe(kvm).vms()).isEmpty();
    }

    @Test
    void aChangeOfAGuestThatRunsTakesTheTimeOfItsKind() {
        var kvm = host("kvm");
        VmSpec vm = vm("vm-1", VmKind.FULL);
        start(kvm, vm);
        lab.run(Duration.ofSeconds(12));
        VmSpec larger = vm.with(2, vm.memory());
        lab.ask(kvm, new Lifecycle.ReviseVm(vm.id(), larger, lab.replyTo()));
        lab.run(Duration.ofMillis(95));
        assertThat(lab.describe(kvm, vm).spec().vcpus()).isEqualTo(1);
        lab.run(Duration.ofMillis(10));
        assertThat(lab.describe(kvm, vm).spec().vcpus()).isEqualTo(2);
    }

    @Test
    void aBusyGuestGetsOnByWhatItsActivityLeavesItAndItsExitsAreCounted() {
        lab.workloads = Loads::greedy;
        var host = host("lab");
        Activity calls = Reason.activity(new TreeMap<>(Map.of(Reason.PRIVILEGED, EventRate.perSecond(100_000))));
        VmSpec vm = vm("vm-1", VmKind.FULL);
        lab.start(host, vm.with(vm.workload().with(calls)), 1);
        lab.run(Duration.ofSeconds(10));
        var inspection = lab.ask(host, new Lifecycle.InspectVm(vm.id(), lab.replyTo()), VmInspection.class);
        // 100,000 exits of 1,360 cycles at 2 GHz take 68 ms of each second of the guest
        long given = inspection.cost().givenNs();
        assertThat(given).isBetween(9_990_000_000L, 10_010_000_000L);
        assertThat(inspection.cost().exitsNs()).isBetween(630_000_000L, 640_000_000L);
        assertThat(inspection.cost().guestNs() + inspection.cost().exitsNs()).isEqualTo(given);
        assertThat(inspection.reasons()).hasSize(1).first().satisfies(counted -> {
            assertThat(counted.reason()).isEqualTo(Reason.PRIVILEGED);
            assertThat(counted.exits()).isTrue();
            assertThat(counted.count()).isBetween(930_000L, 940_000L);
        });
    }

    @Test
    void aHostedHypervisorSharesCpuAndMemoryWithItsOperatingSystem() {
        HostSpec machine = Specs.host(4, MemorySize.ofGibibytes(8));
        var shared = lab.node.spawn(
                Hypervisor.create(new HostId("shared"), new HostMake(machine, profile("virtualbox")), lab.ports()),
                "shared");
        lab.start(shared, vm("vm-1", VmKind.FULL), 1);
        lab.run(Duration.ofSeconds(12));
        HostDescription host = lab.describe(shared);
        assertThat(host.memory()).isEqualTo(MemorySize.ofGibibytes(6));
        assertThat(host.cpu().demandNanoCores()).isGreaterThanOrEqualTo(50_000_000);
        assertThat(host.memoryUnreserved()).isEqualTo(MemorySize.ofGibibytes(6).minus(MemorySize.ofMebibytes(64 + 32)));
    }

    private ActorRef<HypervisorCommand> host(String profile) {
        HostMake make = new HostMake(Lab.SMALL, profile(profile));
        return lab.node.spawn(Hypervisor.create(new HostId(profile), make, lab.ports()), profile);
    }

    private static Profile profile(String name) {
        return ((SettingsFile.Read<Profile>) Profile.FILES.named(FOLDER, name)).settings();
    }

    private void start(ActorRef<HypervisorCommand> host, VmSpec... vms) {
        for (VmSpec vm : vms) {
            lab.start(host, vm, 1);
        }
    }

    private static VmSpec vm(String name, VmKind kind) {
        return Specs.vm(name, 1).with(kind);
    }

    private static VmSpec writer(String name, long limitMebibytes) {
        VmSpec vm = vm(name, VmKind.CONTAINER);
        return vm.with(vm.platform().with(MemoryPolicy.byDefault().withLimit(MemorySize.ofMebibytes(limitMebibytes))))
                .with(new WorkloadSpec(
                        new WorkloadSpec.CpuSpec.Constant(100),
                        Optional.of(new MemorySpec(
                                MemorySize.ofMebibytes(16), EventRate.perSecond(200), new Pattern.Random())),
                        Optional.empty()));
    }

    private List<String> stopped(Why why) {
        return lab.guestEvents().stream()
                .filter(GuestEvent.Stopped.class::isInstance)
                .map(GuestEvent.Stopped.class::cast)
                .filter(event -> event.why() == why)
                .map(event -> event.vm().value())
                .sorted()
                .toList();
    }
}
