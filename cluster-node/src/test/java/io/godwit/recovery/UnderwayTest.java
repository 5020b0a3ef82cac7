package io.godwit.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.guest.WorkloadSpec;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.placement.HostLoad;
import io.godwit.placement.HostLoad.Standing;
import io.godwit.placement.Placement;
import io.godwit.registry.HostRecord;
import io.godwit.registry.RegistryCommand.Assign;
import io.godwit.registry.RegistryCommand.BeginMigration;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryView;
import io.godwit.registry.VmRecord;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Abilities;
import io.godwit.vm.CpuShare;
import io.godwit.vm.MemoryPolicy;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnderwayTest {

    private static final HostId H1 = new HostId("h1");
    private static final HostId H2 = new HostId("h2");
    private static final VmId WEB = new VmId("web");
    private static final VmId APP = new VmId("app");

    private static final MemorySize GIB = MemorySize.ofGibibytes(1);

    private final Underway underway = new Underway();

    @Test
    void roomThatAProposalTakesIsNotGivenTwice() {
        FleetView before = view(vm(WEB, Optional.empty()), vm(APP, Optional.empty()));
        assertThat(choice(before)).isEqualTo(new Placement.Choice.Chosen(H1));
        underway.begin(WEB, new Assign(WEB, 0, H1, 1));
        assertThat(underway.concerns(WEB)).isTrue();
        assertThat(choice(before)).isEqualTo(new Placement.Choice.Chosen(H2));
        underway.end(WEB, new Assign(WEB, 0, H1, 1));
        assertThat(choice(before)).isEqualTo(new Placement.Choice.Chosen(H1));
    }

    @Test
    void aProposalThatTheViewShowsCountsOnce() {
        FleetView after = view(vm(WEB, Optional.of(new VmRecord.Owner(H1, 1, false))), vm(APP, Optional.empty()));
        underway.begin(WEB, new Assign(WEB, 0, H1, 1));
        assertThat(underway.promised(after)).isEmpty();
        assertThat(load(after, H1).vms()).hasSize(1);
    }

    @Test
    void aMigrationTakesRoomAtItsTargetFromItsProposalOn() {
        FleetView before = view(vm(WEB, Optional.of(new VmRecord.Owner(H2, 1, true))), vm(APP, Optional.empty()));
        underway.begin(WEB, new BeginMigration(WEB, 1, new MigrationId("web@1"), H2, H1));
        assertThat(load(before, H1).vms()).hasSize(1);
        assertThat(load(before, H2).vms()).hasSize(1);
    }

    @Test
    void nothingIsKeptForAVmThatIsGone() {
        underway.begin(WEB, new Assign(WEB, 0, H1, 1));
        assertThat(underway.promised(view(vm(APP, Optional.empty())))).isEmpty();
    }

    /// Each host promises four VMs their memory, and can keep one reservation.
    @Test
    void whatAProposalReservesIsNotReservedTwice() {
        VmRecord web = reserving(vm(WEB, Optional.empty()));
        VmRecord app = reserving(vm(APP, Optional.empty()));
        VmRecord last = reserving(vm(new VmId("last"), Optional.empty()));
        FleetView before = new FleetView(new RegistryView(
                1, 1, List.of(), List.of(host(H1, GIB.times(4)), host(H2, GIB.times(4))), List.of(web, app, last)));
        underway.begin(WEB, new Assign(WEB, 0, H1, 1));
        assertThat(choice(before, app)).isEqualTo(new Placement.Choice.Chosen(H2));
        underway.begin(APP, new Assign(APP, 0, H2, 1));
        assertThat(choice(before, last))
                .isEqualTo(new Placement.Choice.Nowhere("each of h1, h2 lacks 512MiB of memory to reserve"));
        assertThat(choice(before, vm(new VmId("modest"), Optional.empty())))
                .isInstanceOf(Placement.Choice.Chosen.class);
    }

    private static VmRecord reserving(VmRecord vm) {
        VmSpec spec = vm.spec();
        MemoryPolicy policy = new MemoryPolicy(
                1_000, MemorySize.ofMebibytes(768), Optional.empty(), Optional.empty(), Optional.empty());
        return new VmRecord(
                spec.with(spec.platform().with(policy)),
                1,
                vm.owner(),
                Desired.RUNNING,
                Optional.empty(),
                Optional.empty());
    }

    private Placement.Choice choice(FleetView view, VmRecord vm) {
        return Placement.spreading(8).choose(vm.spec(), view.loads(_ -> Standing.READY, underway.promised(view)));
    }

    private Placement.Choice choice(FleetView view) {
        return choice(view, vm(APP, Optional.empty()));
    }

    private HostLoad load(FleetView view, HostId host) {
        return view.loads(_ -> Standing.READY, underway.promised(view)).stream()
                .filter(load -> load.id().equals(host))
                .findFirst()
                .orElseThrow();
    }

    private static FleetView view(VmRecord... vms) {
        return new FleetView(new RegistryView(1, 1, List.of(), List.of(host(H1), host(H2)), List.of(vms)));
    }

    /// With room for one VM.
    private static HostRecord host(HostId host) {
        return host(host, GIB);
    }

    /// @param promised what of its one GiB it promises
    private static HostRecord host(HostId host, MemorySize promised) {
        return new HostRecord(host, new NodeId("n1"), "a", "r1", 4, promised, GIB, List.of(), Abilities.bare(), false);
    }

    private static VmRecord vm(VmId name, Optional<VmRecord.Owner> owner) {
        VmSpec spec = new VmSpec(
                name,
                "vm",
                1,
                MemorySize.ofGibibytes(1),
                VmKind.FULL,
                CpuShare.byDefault(),
                "blank",
                VmSpec.LOCAL_DISK,
                VmSpec.Care.none(),
                WorkloadSpec.idle());
        return new VmRecord(spec, 1, owner, Desired.RUNNING, Optional.empty(), Optional.empty());
    }
}
