package io.godwit.registry;

import static io.godwit.registry.Specimens.H1;
import static io.godwit.registry.Specimens.H2;
import static io.godwit.registry.Specimens.H3;
import static io.godwit.registry.Specimens.M1;
import static io.godwit.registry.Specimens.WEB;
import static io.godwit.registry.Specimens.host;
import static io.godwit.registry.Specimens.join;
import static io.godwit.registry.Specimens.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.guest.WorkloadSpec;
import io.godwit.history.FleetEvent.Evidence;
import io.godwit.history.MigrationEvent.Mode;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.migration.precopy.Terms;
import io.godwit.registry.RegistryAnswer.Conflict;
import io.godwit.registry.RegistryAnswer.VmIs;
import io.godwit.registry.RegistryCommand.AbortMigration;
import io.godwit.registry.RegistryCommand.Assign;
import io.godwit.registry.RegistryCommand.BeginMigration;
import io.godwit.registry.RegistryCommand.CommitMigration;
import io.godwit.registry.RegistryCommand.ConfirmReboot;
import io.godwit.registry.RegistryCommand.ConfirmStart;
import io.godwit.registry.RegistryCommand.CreateVm;
import io.godwit.registry.RegistryCommand.DeclareLost;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryCommand.MoveHome;
import io.godwit.registry.RegistryCommand.ReportStopped;
import io.godwit.registry.RegistryCommand.SetDesired;
import io.godwit.time.Seed;
import io.godwit.unit.MemorySize;
import io.godwit.vm.CpuShare;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Where a VM is whose disk is its host's own, and how it moves without a guest.
class DiskRulesTest {

    private static final int SEEDS = 200;
    private static final int STEPS = 150;

    private RegistryState state = new RegistryState();
    private long index;
    private long number;

    @BeforeEach
    void threeHostsInTermOne() {
        state = new RegistryState();
        state.beginTerm(++index, 1);
        for (int n = 1; n <= 3; n++) {
            apply(join(n, "boot-1"));
        }
    }

    @Test
    void aDiskMovesWithoutItsGuestAndTheVmStartsThere() {
        stopOn1();
        assertThat(vmIs(begin(Mode.COLD)).migration()).isPresent();
        assertThat(why(new Assign(WEB, 1, H1, 1))).isEqualTo("its disk is on its way to h2");

        VmRecord moved = vmIs(new CommitMigration(WEB, 1, M1, H2, 1));
        assertThat(moved.epoch()).isEqualTo(2);
        assertThat(moved.owner()).isEmpty();
        assertThat(moved.home()).contains(H2);
        assertThat(moved.desired()).isEqualTo(Desired.RUNNING);
        assertThat(why(new Assign(WEB, 2, H1, 1))).isEqualTo("its disk is on h2");
        assertThat(vmIs(new Assign(WEB, 2, H2, 1)).epoch()).isEqualTo(3);
    }

    @Test
    void aDiskThatDoesNotMoveStaysWhereItIs() {
        stopOn1();
        vmIs(begin(Mode.COLD));
        VmRecord stays = vmIs(new AbortMigration(WEB, 1, M1, "for this"));
        assertThat(stays.epoch()).isEqualTo(2);
        assertThat(stays.home()).contains(H1);
        assertThat(stays.desired()).isEqualTo(Desired.RUNNING);
        assertThat(apply(new CommitMigration(WEB, 1, M1, H2, 1))).isInstanceOf(Conflict.class);
    }

    @Test
    void aGuestEndsBeforeItsDiskGoes() {
        runOn1();
        VmRecord begun = vmIs(begin(Mode.RESTART));
        assertThat(begun.changes().isToReboot()).isTrue();
        assertThat(why(new CommitMigration(WEB, 1, M1, H2, 1))).isEqualTo("its guest has not ended");

        VmRecord departing = vmIs(new ConfirmReboot(WEB, 1, H1, 1));
        assertThat(departing.owner()).isEmpty();
        assertThat(departing.home()).contains(H1);
        assertThat(departing.migration()).isPresent();
        assertThat(departing.changes().isToReboot()).isFalse();
        VmRecord moved = vmIs(new CommitMigration(WEB, 1, M1, H2, 1));
        assertThat(moved.home()).contains(H2);
        assertThat(moved.desired()).isEqualTo(Desired.RUNNING);
    }

    @Test
    void aGuestWhoseMoveIsCancelledBeforeItEndedGoesOn() {
        runOn1();
        vmIs(begin(Mode.RESTART));
        VmRecord goesOn = vmIs(new AbortMigration(WEB, 1, M1, "for this"));
        assertThat(goesOn.isOwnedBy(H1)).isTrue();
        assertThat(goesOn.changes().isToReboot()).isFalse();
    }

    @Test
    void movesNoDiskFromWhereItIsNot() {
        runOn1();
        assertThat(why(new MoveHome(WEB, 1, H2, true))).isEqualTo("its disk is on h1");
        stopIt();
        assertThat(apply(new BeginMigration(WEB, 1, M1, H3, H2, terms(Mode.COLD))))
                .isInstanceOf(Conflict.class);
        assertThat(apply(begin(Mode.RESTART))).isInstanceOf(Conflict.class);
        assertThat(apply(begin(Mode.PRE_COPY))).isInstanceOf(Conflict.class);
        apply(new SetDesired(WEB, Desired.STOPPED));
        assertThat(why(new MoveHome(WEB, 1, H2, false))).isEqualTo("its disk is on h1");
    }

    @Test
    void nobodyStartsAnEmptyDiskUnasked() {
        stopOn1();
        vmIs(begin(Mode.COLD));
        end(1);
        assertThat(now().home()).as("lost with its host").isEmpty();
        assertThat(now().desired()).as("its copy may be whole").isEqualTo(Desired.RUNNING);
        assertThat(vmIs(new AbortMigration(WEB, 1, M1, "its source is gone")).desired())
                .isEqualTo(Desired.STOPPED);
        vmIs(new SetDesired(WEB, Desired.RUNNING));
        assertThat(vmIs(new Assign(WEB, 2, H3, 1)).isOwnedBy(H3)).isTrue();
    }

    @Test
    void aHostThatIsOnlySilentKeepsTheDiskOfAVmThatItWasToStart() {
        stopOn1();
        vmIs(new Assign(WEB, 1, H1, 1));
        apply(new DeclareLost(node(1), 1, Evidence.PERMIT_EXPIRED, 1));
        assertThat(now().owner()).isEmpty();
        assertThat(now().home()).contains(H1);
        assertThat(why(new Assign(WEB, 2, H2, 1))).isEqualTo("its disk is on h1");
    }

    @Test
    void aVmThatCouldNotBeStartedForTheFirstTimeMayStartElsewhere() {
        runOn1();
        assertThat(vmIs(new ReportStopped(WEB, 1, H1, 1, "no room")).home()).isEmpty();
        assertThat(vmIs(new Assign(WEB, 1, H2, 1)).isOwnedBy(H2)).isTrue();
    }

    /// Wherever a history leads: a disk goes to another host by a commit alone, and what moves is started by nobody.
    @Test
    void aDiskGoesNowhereButByACommit() {
        int moved = 0;
        int restarted = 0;
        int lost = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            threeHostsInTermOne();
            stopOn1();
            RandomGenerator random = Seed.of(seed).child("disks").generator();
            for (int step = 0; step < STEPS; step++) {
                VmRecord before = now();
                RegistryCommand command = draw(random, before);
                RegistryAnswer answer = apply(command);
                VmRecord after = now();
                boolean commits = command instanceof CommitMigration && answer instanceof VmIs;
                boolean isGone = after.home().isEmpty() && after.owner().isEmpty();
                String what = "seed " + seed + ", " + command + ": " + before + " to " + after;
                place(before)
                        .filter(_ -> !commits && !isGone)
                        .ifPresent(was -> assertThat(place(after)).as(what).contains(was));
                assertThat(after.movesWithoutGuest() && after.epoch() != before.epoch())
                        .as(what)
                        .isFalse();
                moved += commits && before.desired() == Desired.STOPPED ? 1 : 0;
                restarted += commits && before.desired() == Desired.RUNNING ? 1 : 0;
                lost += isGone && place(before).isPresent() ? 1 : 0;
            }
        }
        assertThat(moved).as("moved while stopped").isGreaterThan(SEEDS);
        assertThat(restarted).as("moved to start there").isGreaterThan(SEEDS);
        assertThat(lost).as("lost with their hosts").isGreaterThan(SEEDS / 2);
    }

    private static Optional<HostId> place(VmRecord vm) {
        return vm.place();
    }

    private RegistryCommand draw(RandomGenerator random, VmRecord vm) {
        HostId other = host(1 + random.nextInt(3));
        HostId here = place(vm).filter(_ -> random.nextInt(4) > 0).orElse(other);
        long epoch = vm.epoch();
        MigrationId move = new MigrationId("m" + epoch);
        HostId target = vm.migration().map(VmRecord.Migration::target).orElse(other);
        return switch (random.nextInt(14)) {
            case 0 -> new SetDesired(WEB, Desired.STOPPED);
            case 1 -> new SetDesired(WEB, Desired.RUNNING);
            case 2 -> new Assign(WEB, epoch, here, 1);
            case 3 -> new ConfirmStart(WEB, epoch, here, incarnation(here));
            case 4 -> new ReportStopped(WEB, epoch, here, incarnation(here), "drawn", random.nextBoolean());
            case 5, 6 -> new BeginMigration(WEB, epoch, move, here, other, terms(Mode.COLD));
            case 7 -> new BeginMigration(WEB, epoch, move, here, other, terms(Mode.RESTART));
            case 8 -> new ConfirmReboot(WEB, epoch, here, incarnation(here));
            case 9, 10, 11 -> new CommitMigration(WEB, epoch, move, target, incarnation(target));
            case 12 -> new AbortMigration(WEB, epoch, move, "drawn");
            default -> random.nextInt(4) > 0 ? new MoveHome(WEB, epoch, other, true) : rejoin(random, other);
        };
    }

    private static RegistryCommand rejoin(RandomGenerator random, HostId host) {
        return join(Integer.parseInt(host.value().substring(1)), "boot-" + random.nextInt(9));
    }

    private long incarnation(HostId host) {
        return state.view(new RegistryQuery.Everything()).nodes().stream()
                .filter(it -> it.node().value().substring(1).equals(host.value().substring(1)))
                .findFirst()
                .orElseThrow()
                .incarnation();
    }

    private void runOn1() {
        apply(new CreateVm(new VmSpec(
                WEB,
                "web",
                1,
                MemorySize.ofGibibytes(1),
                VmKind.CONTAINER,
                CpuShare.byDefault(),
                "linux",
                VmSpec.LOCAL_DISK,
                VmSpec.Care.none(),
                WorkloadSpec.idle())));
        vmIs(new Assign(WEB, 0, H1, 1));
        vmIs(new ConfirmStart(WEB, 1, H1, 1));
    }

    /// To start again.
    private void stopOn1() {
        runOn1();
        stopIt();
    }

    private void stopIt() {
        apply(new SetDesired(WEB, Desired.STOPPED));
        vmIs(new ReportStopped(WEB, 1, H1, 1, "as asked"));
        vmIs(new SetDesired(WEB, Desired.RUNNING));
    }

    /// Its process ends.
    private void end(int number) {
        apply(new DeclareLost(node(number), 1, Evidence.PROCESS_ENDED, 1));
    }

    private static BeginMigration begin(Mode mode) {
        return new BeginMigration(WEB, 1, M1, H1, H2, terms(mode));
    }

    private static Terms terms(Mode mode) {
        return Terms.byDefault().with(mode);
    }

    private String why(RegistryCommand command) {
        return ((Conflict) apply(command)).why();
    }

    private VmRecord now() {
        return state.view(new RegistryQuery.OneVm(WEB)).vms().getFirst();
    }

    private VmRecord vmIs(RegistryCommand command) {
        return ((VmIs) apply(command)).vm();
    }

    private RegistryAnswer apply(RegistryCommand command) {
        return state.apply(++index, new CommandId("test", ++number), command);
    }
}
