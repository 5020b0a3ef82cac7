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
import io.godwit.placement.Filter;
import io.godwit.placement.HostLoad;
import io.godwit.placement.HostLoad.Standing;
import io.godwit.placement.Placement;
import io.godwit.placement.Tolerance;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.recovery.OrderDesk.Ruling;
import io.godwit.registry.Changes;
import io.godwit.registry.HostRecord;
import io.godwit.registry.NodeRecord;
import io.godwit.registry.Places;
import io.godwit.registry.Priority;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryView;
import io.godwit.registry.VmRecord;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Abilities;
import io.godwit.vm.CpuShare;
import io.godwit.vm.Isolation;
import io.godwit.vm.Protection;
import io.godwit.vm.SpecChange;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Two hosts of 8 GiB, each with a protected VM of 6 GiB: no loss can be borne, whatever is asked.
class ChangeDeskTest {

    private static final HostId H1 = new HostId("h1");
    private static final HostId H2 = new HostId("h2");
    private static final NodeId NODE = new NodeId("n1");

    private final VmRecord web = running("web", H1);
    private final FleetView view = new FleetView(new RegistryView(
            1,
            1,
            List.of(new NodeRecord(NODE, 1, "boot", false)),
            List.of(host(H1), host(H2)),
            List.of(running("db", H2), web)));

    @Test
    void whatNeedsNoRoomIsNotRefusedForWhatTheFleetLacks() {
        assertThat(revise(size(4))).isInstanceOf(Ruling.Propose.class);
        assertThat(revise(SpecChange.pinned(new SpecChange.Pinning.Cores(new TreeSet<>(List.of(1))))))
                .isInstanceOf(Ruling.Propose.class);
        assertThat(revise(new SpecChange(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(512),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())))
                .isInstanceOf(Ruling.Propose.class);
    }

    @Test
    void whatNeedsMoreIsRefused() {
        assertThat(refusal(revise(size(7)))).startsWith("after the loss of ").contains("there would be no room for");
        assertThat(refusal(revise(size(9)))).startsWith("web can't be that where it is: ");
    }

    @Test
    void aPinToACoreThatItsHostHasNotIsRefused() {
        assertThat(refusal(revise(SpecChange.pinned(new SpecChange.Pinning.Cores(new TreeSet<>(List.of(9)))))))
                .isEqualTo("web can't be that where it is: h1 has no core 9; move it first, or ask for less");
    }

    @Test
    void whatIsStoppedIsNotPaused() {
        VmRecord stopped =
                new VmRecord(web.spec(), 1, Optional.empty(), Desired.STOPPED, Optional.empty(), Optional.empty());
        assertThat(refusal(new ChangeDesk(settings()).pause(stopped, view)))
                .isEqualTo("web is stopped, so nothing of it can pause: `godwit vm start web` starts it");
        assertThat(new ChangeDesk(settings()).pause(web, view)).isInstanceOf(Ruling.Propose.class);
    }

    @Test
    void aHostCarriesAsManyVcpusAsItHasThreads() {
        HostRecord narrow = host(H1);
        HostRecord wide = new HostRecord(
                H1,
                NODE,
                "a",
                "r1",
                4,
                8,
                narrow.memory(),
                narrow.reservable(),
                narrow.datastores(),
                narrow.abilities(),
                false,
                Priority.NORMAL);
        VmSpec vm = web.spec().with(8, MemorySize.ofGibibytes(1));
        assertThat(Filter.THREADS_FOR_ITS_VCPUS.objection(vm, HostLoad.of(narrow, Standing.READY, List.of())))
                .contains("has 4 threads for 8 vCPUs");
        assertThat(Filter.THREADS_FOR_ITS_VCPUS.objection(vm, HostLoad.of(wide, Standing.READY, List.of())))
                .isEmpty();
    }

    @Test
    void whatHasItsDiskOnAHostStartsThereAndWaitsForItHoweverLongItIsSilent() {
        VmRecord small = stopped(2, VmSpec.LOCAL_DISK, Optional.empty());
        assertThat(start(small, _ -> Standing.SILENT)).isInstanceOf(Ruling.Propose.class);
        assertThat(start(small, _ -> Standing.LOST)).isInstanceOf(Ruling.Propose.class);
        VmRecord stopped = stopped(6, VmSpec.LOCAL_DISK, Optional.empty());
        assertThat(refusal(start(stopped, host -> host.host().equals(H2) ? Standing.DRAINED : Standing.READY)))
                .isEqualTo("there is no host for app: h2, which has its disk, is drained, lacks 4GiB of memory;"
                        + " `godwit vm migrate app --mode cold` takes its disk elsewhere");
        assertThat(refusal(start(stopped, _ -> Standing.READY)))
                .startsWith("there is no host for app: h2, which has its disk, lacks 4GiB of memory; ");
    }

    @Test
    void whatMovesWithoutAGuestHasItsRoom() {
        assertThat(start(movingCold(), _ -> Standing.READY)).isInstanceOf(Ruling.Propose.class);
    }

    @Test
    void saysWhyEachHostTakesNothing() {
        VmRecord stopped = stopped(6, "array-a", Optional.empty());
        assertThat(refusal(start(stopped, host -> host.host().equals(H1) ? Standing.LOST : Standing.SILENT)))
                .isEqualTo("there is no host for app: h2 is silent; h1 was lost");
    }

    @Test
    void aCopyOfWhatMovesWithoutAGuestIsRefusedWithWhatHelps() {
        VmRecord moving = movingCold();
        Wish.Snapshot snapshot = new Wish.Snapshot(moving.id(), "golden", false);
        assertThat(refusal(new CopyDesk(settings()).snapshot(moving, snapshot, view)))
                .isEqualTo("app has its disk on the way from h2 to h1, and nothing is taken of it there: wait for the"
                        + " end of that, or end it now (`godwit vm cancel app`), and start it then");
    }

    /// Its disk is on the way from h2 to h1.
    private static VmRecord movingCold() {
        return stopped(
                6,
                VmSpec.LOCAL_DISK,
                Optional.of(new VmRecord.Migration(
                        new MigrationId("m"), H2, H1, Terms.byDefault().with(Mode.COLD))));
    }

    /// One that ran on h2, which has 2 GiB left.
    private static VmRecord stopped(int gibibytes, String disk, Optional<VmRecord.Migration> move) {
        return new VmRecord(
                spec("app", disk).with(1, MemorySize.ofGibibytes(gibibytes)),
                1,
                Optional.empty(),
                Desired.STOPPED,
                move,
                Optional.empty(),
                Changes.none(),
                running("app", H2).copies(),
                new Places(Optional.empty(), Optional.of(H2).filter(_ -> disk.equals(VmSpec.LOCAL_DISK)), List.of()));
    }

    private Ruling start(VmRecord vm, Function<HostRecord, Standing> standing) {
        return new ChangeDesk(settings()).start(vm, view, view.loads(standing, Map.of()));
    }

    private Ruling revise(SpecChange change) {
        List<HostLoad> loads = view.loads(_ -> Standing.READY, Map.of());
        return new ChangeDesk(settings()).revise(web, new Wish.Revise(web.id(), change, false), view, loads);
    }

    private static FleetSettings settings() {
        return new FleetSettings(
                new PermitSettings(Duration.ofSeconds(5), Duration.ofMillis(500), 10),
                Placement.spreading(64),
                new Tolerance(1),
                Duration.ofSeconds(5),
                Duration.ofMillis(250),
                MoveLimits.byDefault(),
                3,
                Terms.byDefault());
    }

    private static String refusal(Ruling ruling) {
        return ((Ruling.Refuse) ruling).why();
    }

    private static SpecChange size(int gibibytes) {
        return SpecChange.size(Optional.empty(), Optional.of(MemorySize.ofGibibytes(gibibytes)));
    }

    private static HostRecord host(HostId host) {
        MemorySize memory = MemorySize.ofGibibytes(8);
        return new HostRecord(host, NODE, "a", "r1", 4, memory, memory, List.of("array-a"), Abilities.bare(), false);
    }

    private static VmSpec spec(String name, String disk) {
        return new VmSpec(
                new VmId(name),
                name,
                1,
                MemorySize.ofGibibytes(6),
                VmKind.FULL,
                CpuShare.byDefault(),
                "blank",
                disk,
                new VmSpec.Care(Protection.RESTART, Isolation.STOP, 1, List.of(), Optional.empty()),
                WorkloadSpec.idle());
    }

    private static VmRecord running(String name, HostId host) {
        return new VmRecord(
                spec(name, "array-a"),
                1,
                Optional.of(new VmRecord.Owner(host, 1, true)),
                Desired.RUNNING,
                Optional.empty(),
                Optional.empty());
    }
}
