package io.godwit.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.guest.WorkloadSpec;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.migration.precopy.Terms;
import io.godwit.placement.HostLoad;
import io.godwit.placement.HostLoad.Standing;
import io.godwit.placement.Placement;
import io.godwit.recovery.ControlWire.Wish;
import io.godwit.recovery.OrderDesk.Ruling;
import io.godwit.registry.HostRecord;
import io.godwit.registry.NodeRecord;
import io.godwit.registry.Places;
import io.godwit.registry.Priority;
import io.godwit.registry.QueuedMove;
import io.godwit.registry.RegistryCommand.AbortMigration;
import io.godwit.registry.RegistryCommand.BeginMigration;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryCommand.DropMove;
import io.godwit.registry.RegistryCommand.MoveHome;
import io.godwit.registry.RegistryCommand.QueueMove;
import io.godwit.registry.RegistryView;
import io.godwit.registry.VmRecord;
import io.godwit.unit.MemorySize;
import io.godwit.virtualization.Abilities;
import io.godwit.virtualization.CpuFeature;
import io.godwit.vm.CpuShare;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MoveDeskTest {

    private static final HostId H1 = new HostId("h1");
    private static final HostId H2 = new HostId("h2");
    private static final NodeId NODE = new NodeId("n1");
    private static final VmId WEB = new VmId("web");

    @Test
    void movesWhatCanMove() {
        VmRecord vm = running(spec("array-a", 1, 1));
        assertThat(migrate(vm, Optional.of(H2)))
                .isInstanceOfSatisfying(Ruling.Propose.class, proposed -> assertThat(proposed.commands())
                        .singleElement()
                        .isInstanceOfSatisfying(BeginMigration.class, begin -> assertThat(begin.target())
                                .isEqualTo(H2)));
    }

    @Test
    void namesAllThatStandsAgainstAMove() {
        VmRecord vm = running(spec("array-b", 8, 2));
        assertThat(refusal(migrate(vm, Optional.of(H2))))
                .isEqualTo("web can't move to h2: h2 can't reach datastore array-b; h2 has 4 threads for 8 vCPUs;"
                        + " h2 lacks 1GiB of memory");
        VmRecord local = running(spec(VmSpec.LOCAL_DISK, 1, 2));
        assertThat(refusal(migrate(local, Optional.of(H2)))).isEqualTo("web can't move to h2: h2 lacks 1GiB of memory");
    }

    @Test
    void refusesHostsThatAreNoTargets() {
        VmRecord vm = running(spec("array-a", 1, 1));
        assertThat(refusal(migrate(vm, Optional.of(H1))))
                .isEqualTo("web can't move to h1: it is there already (name another host, or none)");
        assertThat(refusal(migrate(vm, Optional.of(new HostId("h9")))))
                .isEqualTo("web can't move to h9: there is no such host (`godwit hosts` lists them)");
    }

    @Test
    void movesNothingThatIsStoppedOrMovesAlready() {
        VmRecord stopped = new VmRecord(
                spec("array-a", 1, 1), 1, Optional.empty(), Desired.STOPPED, Optional.empty(), Optional.empty());
        assertThat(refusal(migrate(stopped, Optional.empty())))
                .isEqualTo("web can't move: it is not running (one that was stopped moves with --mode cold)");
        VmRecord plain = running(spec("array-a", 1, 1));
        VmRecord booting = new VmRecord(
                plain.spec(),
                1,
                Optional.of(new VmRecord.Owner(H1, 1, true, true)),
                Desired.RUNNING,
                Optional.empty(),
                Optional.empty());
        assertThat(refusal(migrate(booting, Optional.of(H2))))
                .isEqualTo("web can't move to h2: its guest is still booting (wait for the end of that)");
        VmRecord moving = moving(Mode.PRE_COPY);
        assertThat(refusal(migrate(moving, Optional.of(H2))))
                .startsWith("web can't move to h2: it is already moving from h1 to h2");
    }

    @Test
    void tellsTheSourceOfAMoveToSwitchOver() {
        VmRecord moving = moving(Mode.HYBRID);
        VmRecord.Migration move = moving.migration().orElseThrow();
        assertThat(MoveDesk.switchOver(moving))
                .isEqualTo(new Ruling.Tell(move.source(), new HostWire.SwitchOver(move.id())));
        assertThat(refusal(MoveDesk.switchOver(moving(Mode.PRE_COPY))))
                .isEqualTo("web moves by pre-copy: only a hybrid migration can switch (begin one with --mode hybrid)");
        VmRecord.Debt debt = new VmRecord.Debt(H2, 1, false);
        VmRecord.Settled settled = new VmRecord.Settled(DrainPlan.migrationOf(moving), 0, true, Optional.of(debt));
        VmRecord plain = running(spec("array-a", 1, 1));
        assertThat(refusal(MoveDesk.switchOver(new VmRecord(
                        plain.spec(), 1, plain.owner(), Desired.RUNNING, Optional.empty(), Optional.of(settled)))))
                .isEqualTo("web has switched already, and fetches its pages from h2: there is nothing to switch");
        assertThat(refusal(MoveDesk.switchOver(running(spec("array-a", 1, 1)))))
                .isEqualTo("web is not moving: there is nothing to switch");
    }

    @Test
    void cancelsTheMigrationThatIsThereAndNoOther() {
        VmRecord moving = moving(Mode.PRE_COPY);
        assertThat(MoveDesk.cancel(moving))
                .isInstanceOfSatisfying(Ruling.Propose.class, proposed -> assertThat(proposed.commands())
                        .containsExactly(new AbortMigration(
                                WEB, 1, moving.migration().orElseThrow().id(), "it was cancelled")));
        assertThat(refusal(MoveDesk.cancel(running(spec("array-a", 1, 1)))))
                .isEqualTo("web is not moving: there is nothing to cancel");
    }

    @Test
    void aMoveThatFindsNoPlaceWaits() {
        VmRecord vm = running(spec("array-a", 1, 1));
        MovePlaces full = places(vm, new MoveLimits(1, 1, 1));
        full.take(H2);
        assertThat(desk(vm, full).migrate(vm, wish(Optional.of(H2))))
                .isEqualTo(new Ruling.Propose(
                        List.of(new QueueMove(WEB, 1, Optional.of(H2), Terms.byDefault(), Priority.HIGH)), List.of()));
    }

    @Test
    void aMoveWaitsOnceAndCanBeTakenBack() {
        VmRecord plain = running(spec("array-a", 1, 1));
        QueuedMove waits = new QueuedMove(Optional.of(H2), Terms.byDefault(), Priority.LOW, 7);
        VmRecord vm = new VmRecord(
                plain.spec(),
                1,
                plain.owner(),
                Desired.RUNNING,
                Optional.empty(),
                Optional.empty(),
                plain.changes(),
                plain.copies(),
                new Places(Optional.of(waits), Optional.empty(), List.of()));
        assertThat(refusal(migrate(vm, Optional.empty())))
                .isEqualTo("web can't move: its move to h2 waits for its turn already (`godwit vm cancel web` takes it"
                        + " back)");
        assertThat(MoveDesk.cancel(vm))
                .isEqualTo(new Ruling.Propose(List.of(new DropMove(WEB, 7, MoveDesk.CANCELLED)), List.of()));
        assertThat(refusal(MoveDesk.cancel(plain))).isEqualTo("web is not moving: there is nothing to cancel");
    }

    @Test
    void movesColdWhatWasStoppedAndNothingElse() {
        VmRecord stopped = stopped(spec("array-a", 1, 1));
        assertThat(migrate(stopped, Optional.of(H2), Mode.COLD))
                .isEqualTo(new Ruling.Propose(List.of(new MoveHome(WEB, 1, H2, false)), List.of()));
        assertThat(refusal(migrate(running(spec("array-a", 1, 1)), Optional.of(H2), Mode.COLD)))
                .isEqualTo("web can't move to h2: it has not been stopped, as --mode cold wants it"
                        + " (`godwit vm stop web` first, or leave --mode cold out)");
        assertThat(refusal(migrate(running(spec("array-a", 1, 1)), Optional.of(H1), Mode.COLD)))
                .contains(MoveDesk.THERE + "; it has not been stopped");
        assertThat(refusal(migrate(stopped(spec("array-b", 8, 2)), Optional.of(H2), Mode.COLD)))
                .isEqualTo("web can't move to h2: h2 can't reach datastore array-b; h2 has 4 threads for 8 vCPUs;"
                        + " h2 lacks 1GiB of memory");
        assertThat(refusal(migrate(stopped, Optional.of(new HostId("h9")), Mode.COLD)))
                .isEqualTo("web can't move to h9: there is no such host (`godwit hosts` lists them)");
    }

    @Test
    void movesColdWithItsDiskWhatIsOnItsHostsOwn() {
        VmRecord stopped = at(H1, stopped(spec(VmSpec.LOCAL_DISK, 1, 1)));
        BeginMigration begun = begun(migrate(stopped, Optional.of(H2), Mode.COLD));
        assertThat(begun.source()).isEqualTo(H1);
        assertThat(begun.target()).isEqualTo(H2);
        assertThat(begun.terms().mode()).isEqualTo(Mode.COLD);
        assertThat(refusal(migrate(stopped, Optional.of(H1), Mode.COLD)))
                .isEqualTo("web can't move to h1: it is there already (name another host, or none)");
        assertThat(refusal(migrate(at(H1, stopped(spec(VmSpec.LOCAL_DISK, 1, 2))), Optional.of(H2), Mode.COLD)))
                .isEqualTo("web can't move to h2: h2 lacks 1GiB of memory");
        assertThat(refusal(migrate(running(spec(VmSpec.LOCAL_DISK, 1, 1)), Optional.of(H2), Mode.COLD)))
                .startsWith("web can't move to h2: it has not been stopped");
        assertThat(refusal(migrate(running(spec(VmSpec.LOCAL_DISK, 1, 1)), Optional.of(H1), Mode.COLD)))
                .contains(MoveDesk.THERE + "; it has not been stopped");
        VmRecord diskless = stopped(spec(VmSpec.LOCAL_DISK, 1, 1));
        assertThat(migrate(diskless, Optional.of(H2), Mode.COLD))
                .isEqualTo(new Ruling.Propose(List.of(new MoveHome(WEB, 1, H2, false)), List.of()));
    }

    @Test
    void aColdMoveThatFindsNoPlaceWaits() {
        VmRecord stopped = at(H1, stopped(spec(VmSpec.LOCAL_DISK, 1, 1)));
        MovePlaces full = places(stopped, new MoveLimits(1, 1, 1));
        full.take(H2);
        Terms cold = Terms.byDefault().with(Mode.COLD);
        Wish.Migrate wish = new Wish.Migrate(WEB, Optional.of(H2), Optional.of(Mode.COLD), cold, Priority.HIGH);
        assertThat(desk(stopped, full).migrate(stopped, wish))
                .isEqualTo(new Ruling.Propose(
                        List.of(new QueueMove(WEB, 1, Optional.of(H2), cold, Priority.HIGH)), List.of()));
    }

    @Test
    void aContainerThatRestartsTakesItsDiskAlong() {
        VmRecord container = running(spec(VmSpec.LOCAL_DISK, 1, 1).with(VmKind.CONTAINER));
        BeginMigration begun = begun(migrate(container, Optional.of(H2), Mode.RESTART));
        assertThat(begun.terms().mode()).isEqualTo(Mode.RESTART);
        assertThat(begun.source()).isEqualTo(H1);
    }

    /// Its disk is there.
    private static VmRecord at(HostId home, VmRecord vm) {
        return new VmRecord(
                vm.spec(),
                vm.epoch(),
                vm.owner(),
                vm.desired(),
                vm.migration(),
                vm.settled(),
                vm.changes(),
                vm.copies(),
                new Places(Optional.empty(), Optional.of(home), List.of()));
    }

    @Test
    void movesContainersAsTheirEngineCan() {
        VmRecord container = running(spec("array-a", 1, 1).with(VmKind.CONTAINER));
        VmRecord vm = running(spec("array-a", 1, 1));
        assertThat(begun(migrate(container, Optional.of(H2))).terms().mode()).isEqualTo(Mode.FREEZE_AND_COPY);
        assertThat(begun(migrate(vm, Optional.of(H2))).terms().mode()).isEqualTo(Mode.PRE_COPY);
        assertThat(migrate(container, Optional.of(H2), Mode.RESTART))
                .isInstanceOfSatisfying(Ruling.Propose.class, proposed -> assertThat(proposed.commands())
                        .containsExactly(new MoveHome(WEB, 1, H2, true)));
        assertThat(refusal(migrate(container, Optional.of(H2), Mode.POST_COPY)))
                .isEqualTo("web can't move to h2: bare moves no containers by post-copy, only by freeze-and-copy or"
                        + " restart");
        assertThat(refusal(migrate(vm, Optional.of(H2), Mode.RESTART)))
                .isEqualTo("web can't move to h2: restart is for containers (a VM of kind full moves by pre-copy,"
                        + " suspend-and-copy, post-copy or hybrid; or stop it, and move it with --mode cold)");
    }

    @Test
    void movesNoGuestToAProcessorThatLacksWhatItFound() {
        VmRecord vm = found(running(spec("array-a", 1, 2)), CpuFeature.all());
        FleetView view = view(vm, CpuFeature.Baseline.X86_64_V3);
        MoveDesk desk = new MoveDesk(
                Placement.spreading(8),
                view,
                view.loads(_ -> Standing.READY, Map.of()),
                new MovePlaces(MoveLimits.byDefault(), view, List.of()));
        assertThat(refusal(desk.migrate(vm, wish(Optional.of(H2)))))
                .isEqualTo("web can't move to h2: h2 lacks 1GiB of memory; h2 lacks aes, avx512f, avx512bw,"
                        + " avx512-vnni, which its guest found where it booted (a cpu-baseline keeps guests from that;"
                        + " one that was stopped moves with --mode cold)");
        VmRecord modest = found(vm, List.of(CpuFeature.SSE3, CpuFeature.AVX2));
        assertThat(refusal(desk.migrate(modest, wish(Optional.of(H2)))))
                .isEqualTo("web can't move to h2: h2 lacks 1GiB of memory");
    }

    private static VmRecord found(VmRecord vm, List<CpuFeature> features) {
        return new VmRecord(
                vm.spec(),
                1,
                vm.owner(),
                vm.desired(),
                vm.migration(),
                vm.settled(),
                vm.changes(),
                vm.copies(),
                new Places(Optional.empty(), Optional.empty(), features));
    }

    private static BeginMigration begun(Ruling ruling) {
        return (BeginMigration) ((Ruling.Propose) ruling).commands().getFirst();
    }

    private static VmRecord stopped(VmSpec spec) {
        return new VmRecord(spec, 1, Optional.empty(), Desired.STOPPED, Optional.empty(), Optional.empty());
    }

    private static Ruling migrate(VmRecord vm, Optional<HostId> to, Mode mode) {
        Wish.Migrate wish =
                new Wish.Migrate(WEB, to, Optional.of(mode), Terms.byDefault().with(mode), Priority.HIGH);
        return desk(vm, places(vm, MoveLimits.byDefault())).migrate(vm, wish);
    }

    @Test
    void movesOfOneLookShareWhatRoomThereIs() {
        VmRecord vm = running(spec("array-a", 1, 1));
        MoveDesk desk = new MoveDesk(
                Placement.spreading(8),
                view(vm),
                loadsOf(host(H1, 64), host(H2, 1)),
                places(vm, MoveLimits.byDefault()));
        assertThat(desk.migrate(vm, wish(Optional.empty()))).isInstanceOf(Ruling.Propose.class);
        assertThat(refusal(desk.migrate(vm, wish(Optional.empty())))).contains("memory");
    }

    private static List<HostLoad> loadsOf(HostRecord... hosts) {
        return new FleetView(new RegistryView(
                        1, 1, List.of(new NodeRecord(NODE, 1, "boot", false)), List.of(hosts), List.of()))
                .loads(_ -> Standing.READY, Map.of());
    }

    private static Ruling migrate(VmRecord vm, Optional<HostId> to) {
        return desk(vm, places(vm, MoveLimits.byDefault())).migrate(vm, wish(to));
    }

    private static Wish.Migrate wish(Optional<HostId> to) {
        return new Wish.Migrate(WEB, to, Optional.empty(), Terms.byDefault(), Priority.HIGH);
    }

    private static MoveDesk desk(VmRecord vm, MovePlaces places) {
        return new MoveDesk(Placement.spreading(8), view(vm), loads(vm), places);
    }

    private static MovePlaces places(VmRecord vm, MoveLimits limits) {
        return new MovePlaces(limits, view(vm), List.of());
    }

    private static String refusal(Ruling ruling) {
        return ((Ruling.Refuse) ruling).why();
    }

    private static VmRecord moving(Mode mode) {
        Terms usual = Terms.byDefault();
        Terms terms = new Terms(mode, usual.stop(), usual.most(), usual.help());
        VmRecord vm = running(spec("array-a", 1, 1));
        return new VmRecord(
                vm.spec(),
                1,
                vm.owner(),
                Desired.RUNNING,
                Optional.of(new VmRecord.Migration(DrainPlan.migrationOf(vm), H1, H2, terms)),
                Optional.empty());
    }

    private static List<HostLoad> loads(VmRecord vm) {
        return view(vm).loads(_ -> Standing.READY, Map.of());
    }

    private static FleetView view(VmRecord vm) {
        return view(vm, CpuFeature.Baseline.NONE);
    }

    /// @param most what guests of h2 are shown
    private static FleetView view(VmRecord vm, CpuFeature.Baseline most) {
        NodeRecord node = new NodeRecord(NODE, 1, "boot", false);
        List<HostRecord> hosts = List.of(
                host(H1, 64, Abilities.bare()), host(H2, 1, Abilities.bare().within(most)));
        return new FleetView(new RegistryView(1, 1, List.of(node), hosts, List.of(vm)));
    }

    private static HostRecord host(HostId host, int gibibytes) {
        return host(host, gibibytes, Abilities.bare());
    }

    private static HostRecord host(HostId host, int gibibytes, Abilities abilities) {
        return new HostRecord(
                host,
                NODE,
                "a",
                "r1",
                4,
                MemorySize.ofGibibytes(gibibytes),
                MemorySize.ofGibibytes(gibibytes),
                List.of("array-a"),
                abilities,
                false);
    }

    private static VmRecord running(VmSpec spec) {
        return new VmRecord(
                spec,
                1,
                Optional.of(new VmRecord.Owner(H1, 1, true)),
                Desired.RUNNING,
                Optional.empty(),
                Optional.empty());
    }

    private static VmSpec spec(String disk, int vcpus, int gibibytes) {
        return new VmSpec(
                WEB,
                "web",
                vcpus,
                MemorySize.ofGibibytes(gibibytes),
                VmKind.FULL,
                CpuShare.byDefault(),
                "blank",
                disk,
                VmSpec.Care.none(),
                WorkloadSpec.idle());
    }
}
