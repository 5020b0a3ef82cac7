package io.godwit.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.drill.Trigger.MigrationEnters;
import io.godwit.drill.Trigger.Of;
import io.godwit.drill.Trigger.When;
import io.godwit.drill.file.Arguments;
import io.godwit.drill.file.DrillFiles;
import io.godwit.drill.file.HostFolder;
import io.godwit.drill.file.Surroundings;
import io.godwit.identity.VmId;
import io.godwit.vm.VmSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RenumberedTest {

    private static final Path CONFIG = Path.of(System.getProperty("godwit.home", ".."), "config");

    private final Drill drill = DrillFiles.load(
                    CONFIG.resolve("drills").resolve("crash-matrix.yaml"),
                    Arguments.none(),
                    new Surroundings(HostFolder.read(CONFIG.resolve("hosts")), DrillFiles.traceFolders()))
            .getFirst();

    @Test
    void leavesTheFirstDrillOfAFleetAsItIs() {
        assertThat(Renumbered.of(drill, 0)).isSameAs(drill);
    }

    @Test
    void givesEachLaterDrillVmsThatNoDrillBeforeHad() {
        assertThat(Renumbered.of(drill, 2).fleet().vms())
                .extracting(vm -> vm.id().value())
                .containsExactly("app-201", "crowd-201", "crowd-202", "crowd-203", "crowd-204", "crowd-205");
        assertThat(Renumbered.of(drill, 2).fleet().vms())
                .extracting(VmSpec::group)
                .containsExactly("app", "crowd", "crowd", "crowd", "crowd", "crowd");
    }

    @Test
    void changesTheStepsThatNameAVmAndNothingElse() {
        var later = Renumbered.of(drill, 1);

        assertThat(later.timeline().getFirst().action())
                .isInstanceOfSatisfying(Action.Migrate.class, move -> assertThat(move.vms())
                        .isEqualTo(new VmChoice.Named(new VmId("app-101"))));
        assertThat(later.timeline().get(1).trigger())
                .isInstanceOfSatisfying(When.class, when -> assertThat(when.moment())
                        .isInstanceOfSatisfying(MigrationEnters.class, enters -> assertThat(enters.whose())
                                .isEqualTo(new Of(new VmId("app-101")))));
        assertThat(later.heal()).isEqualTo(drill.heal());
        assertThat(later.expect()).isEqualTo(drill.expect());
        assertThat(later.title()).isEqualTo(drill.title());
    }
}
