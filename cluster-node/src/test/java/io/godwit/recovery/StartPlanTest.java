package io.godwit.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.guest.WorkloadSpec;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.migration.precopy.Terms;
import io.godwit.permit.PermitSettings;
import io.godwit.placement.HostLoad.Standing;
import io.godwit.placement.Placement;
import io.godwit.placement.Tolerance;
import io.godwit.registry.CommandId;
import io.godwit.registry.HostRecord;
import io.godwit.registry.Priority;
import io.godwit.registry.RegistryCommand;
import io.godwit.registry.RegistryCommand.AbortMigration;
import io.godwit.registry.RegistryCommand.Assign;
import io.godwit.registry.RegistryCommand.BeginMigration;
import io.godwit.registry.RegistryCommand.ConfirmReboot;
import io.godwit.registry.RegistryCommand.ConfirmStart;
import io.godwit.registry.RegistryCommand.Cordon;
import io.godwit.registry.RegistryCommand.CreateVm;
import io.godwit.registry.RegistryCommand.JoinNode;
import io.godwit.registry.RegistryCommand.RebootVm;
import io.godwit.registry.RegistryCommand.ReportStopped;
import io.godwit.registry.RegistryCommand.ReportUp;
import io.godwit.registry.RegistryQuery;
import io.godwit.registry.RegistryState;
import io.godwit.registry.VmRecord;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Abilities;
import io.godwit.vm.CpuShare;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Where and when VMs start, with a real registry.
class StartPlanTest {

    private static final HostId H1 = new HostId("h1");
    private static final HostId H2 = new HostId("h2");
    private static final VmId BOX = new VmId("box-1");
    private static final MigrationId MOVE = new MigrationId("m-1");
    private static final long SECOND_NS = 1_000_000_000;

    private final RegistryState state = new RegistryState();
    private final StartPlan plan = new StartPlan(settings(), 1);
    private long index;
    private long nowNs;

    StartPlanTest() {
        state.beginTerm(++index, 1);
        for (HostId host : List.of(H1, H2)) {
            apply(new JoinNode(new NodeId(host.value()), "boot", List.of(host(host))));
        }
        apply(new CreateVm(container()));
    }

    /// Its guest had ended to start elsewhere, which is no failure of its host.
    @Test
    void aRestartThatIsTakenBackStartsItsContainerAgainAtOnce() {
        HostId home = startSomewhere();
        apply(new BeginMigration(
                BOX, 1, MOVE, home, other(home), Terms.byDefault().with(Mode.RESTART)));
        apply(new RebootVm(BOX, 1));
        apply(new ConfirmReboot(BOX, 1, home, 1, true));
        assertThat(box().owner()).isEmpty();
        assertThat(look()).as("while its disk goes").isEmpty();
        apply(new AbortMigration(BOX, 1, MOVE, "it was cancelled"));
        assertThat(look()).contains(home);
    }

    @Test
    void aHostThatCouldNotStartAVmIsPassedOverForAWhile() {
        HostId first = startSomewhere();
        apply(new ReportStopped(BOX, 1, first, 1, "it can't boot"));
        apply(new Cordon(other(first), true, Priority.NORMAL)); // nobody else can have it
        assertThat(look()).as("at once").isEmpty();
        nowNs += 9 * SECOND_NS;
        assertThat(look()).as("after 9 s").isEmpty();
        nowNs += 2 * SECOND_NS;
        assertThat(look()).as("after 11 s").contains(first);
    }

    private static HostId other(HostId host) {
        return host.equals(H1) ? H2 : H1;
    }

    private HostId startSomewhere() {
        HostId home = look().orElseThrow();
        apply(new Assign(BOX, 0, home, 1));
        look();
        apply(new ConfirmStart(BOX, 1, home, 1));
        apply(new ReportUp(BOX, 1, home, 1));
        look();
        return home;
    }

    /// Where the plan wants to start it now.
    private Optional<HostId> look() {
        FleetView view = view();
        return plan.plan(view, () -> view.loads(_ -> Standing.READY, Map.of()), _ -> false, nowNs).stream()
                .filter(Intent.Settle.class::isInstance)
                .map(intent -> ((Assign) ((Intent.Settle) intent).command()).host())
                .findFirst();
    }

    private FleetView view() {
        return new FleetView(state.view(new RegistryQuery.Everything()));
    }

    private VmRecord box() {
        return view().vm(BOX).orElseThrow();
    }

    private void apply(RegistryCommand command) {
        state.apply(++index, new CommandId("test", index), command);
    }

    private static FleetSettings settings() {
        return new FleetSettings(
                new PermitSettings(Duration.ofSeconds(5), Duration.ofMillis(500), 10),
                Placement.spreading(64),
                Tolerance.NONE,
                Duration.ofSeconds(5),
                Duration.ofMillis(250),
                MoveLimits.byDefault(),
                3,
                Terms.byDefault());
    }

    private static HostRecord host(HostId host) {
        return new HostRecord(
                host,
                new NodeId(host.value()),
                "a",
                "r1",
                8,
                MemorySize.ofGibibytes(64),
                MemorySize.ofGibibytes(64),
                List.of(),
                Abilities.bare(),
                false);
    }

    private static VmSpec container() {
        return new VmSpec(
                BOX,
                "box",
                1,
                MemorySize.ofGibibytes(1),
                VmKind.CONTAINER,
                CpuShare.byDefault(),
                "blank",
                VmSpec.LOCAL_DISK,
                VmSpec.Care.none(),
                WorkloadSpec.idle());
    }
}
