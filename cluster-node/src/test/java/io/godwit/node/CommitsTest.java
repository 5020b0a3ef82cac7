package io.godwit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.guest.WorkloadSpec;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.migration.CommitPort.Cargo;
import io.godwit.migration.Move;
import io.godwit.migration.switchover.Standing;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.VmRecord;
import io.godwit.registry.VmRecord.Migration;
import io.godwit.registry.VmRecord.Owner;
import io.godwit.registry.VmRecord.Settled;
import io.godwit.unit.MemorySize;
import io.godwit.vm.CpuShare;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommitsTest {

    private static final HostId SOURCE = new HostId("h1");
    private static final HostId TARGET = new HostId("h2");
    private static final HostId THIRD = new HostId("h3");
    private static final MigrationId ID = new MigrationId("m-1");
    private static final Move MOVE = new Move(ID, new VmId("web-1"), 7, SOURCE, TARGET);
    private static final Settled COMMITTED = new Settled(ID, 7, true);
    private static final Settled ABORTED = new Settled(ID, 7, false);

    @Test
    void tellsWhatStandsWhileNobodyElseDecided() {
        VmRecord open = new VmRecord(
                spec(),
                7,
                Optional.of(new Owner(SOURCE, 1, true)),
                Desired.RUNNING,
                Optional.of(new Migration(ID, SOURCE, TARGET)),
                Optional.empty());
        assertThat(Commits.standing(MOVE, open)).isEqualTo(new Standing.Open());
        assertThat(Commits.standing(MOVE, settled(COMMITTED, 8, TARGET, true))).isEqualTo(new Standing.Committed(8));
        assertThat(Commits.standingAtTarget(MOVE, Cargo.GUEST, settled(COMMITTED, 8, TARGET, true)))
                .isEqualTo(new Standing.Committed(8));
        assertThat(Commits.standing(MOVE, settled(ABORTED, 8, SOURCE, true))).isEqualTo(new Standing.Aborted(8));
    }

    @Test
    void neverTakesAnAssignmentForAnAbort() {
        // an assignment ends a migration as aborted, at the same epoch as an abort would
        assertThat(Commits.standing(MOVE, settled(ABORTED, 8, THIRD, false))).isInstanceOf(Standing.Superseded.class);
        assertThat(Commits.standing(MOVE, settled(ABORTED, 8, SOURCE, false))).isInstanceOf(Standing.Superseded.class);
        assertThat(Commits.standing(MOVE, withoutOwner(settled(ABORTED, 8, SOURCE, true))))
                .isInstanceOf(Standing.Superseded.class);
    }

    @Test
    void neverLetsALateTargetBegin() {
        VmRecord moved = settled(COMMITTED, 9, THIRD, true);
        assertThat(Commits.standingAtTarget(MOVE, Cargo.GUEST, moved)).isInstanceOf(Standing.Superseded.class);
        assertThat(Commits.standing(MOVE, moved)).isEqualTo(new Standing.Committed(8)); // the source frees its copy
        assertThat(Commits.standingAtTarget(MOVE, Cargo.GUEST, withoutOwner(settled(COMMITTED, 8, TARGET, true))))
                .isInstanceOf(Standing.Superseded.class);
    }

    @Test
    void letsASourceGoOnWhereALaterMigrationLeftIt() {
        VmRecord later = settled(new Settled(new MigrationId("m-2"), 8, false), 9, SOURCE, true);
        assertThat(Commits.standing(MOVE, later)).isEqualTo(new Standing.Aborted(9));
    }

    private static VmRecord settled(Settled settled, long epoch, HostId owner, boolean running) {
        return new VmRecord(
                spec(),
                epoch,
                Optional.of(new Owner(owner, 1, running)),
                Desired.RUNNING,
                Optional.empty(),
                Optional.of(settled));
    }

    private static VmRecord withoutOwner(VmRecord vm) {
        return new VmRecord(vm.spec(), vm.epoch(), Optional.empty(), vm.desired(), vm.migration(), vm.settled());
    }

    private static VmSpec spec() {
        return new VmSpec(
                MOVE.vm(),
                "web",
                1,
                MemorySize.ofMebibytes(64),
                VmKind.FULL,
                CpuShare.byDefault(),
                "blank",
                "array",
                VmSpec.Care.none(),
                WorkloadSpec.idle());
    }
}
