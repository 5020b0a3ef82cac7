package io.godwit.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.MigrationEvent.Phase;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.identity.MigrationId;
import io.godwit.migration.HoldPoint.Hold;
import org.junit.jupiter.api.Test;

class HoldsTest {

    private static final MigrationId FIRST = new MigrationId("app-1@1");
    private static final MigrationId SECOND = new MigrationId("app-2@1");

    private final Holds holds = new Holds();

    private Hold enters(MigrationId migration, Phase phase) {
        return holds.at(migration, phase, Side.SOURCE);
    }

    @Test
    void holdsOneMigrationUntilItsStepWasTaken() {
        holds.arm(new HoldWire.Arm("crash", "app", Phase.COMMIT, Side.SOURCE));
        assertThat(enters(FIRST, Phase.PRECOPY)).isEqualTo(Hold.PASS);
        assertThat(holds.at(FIRST, Phase.COMMIT, Side.TARGET)).isEqualTo(Hold.PASS);
        assertThat(enters(FIRST, Phase.COMMIT)).isEqualTo(Hold.PARK);
        assertThat(enters(SECOND, Phase.COMMIT)).isEqualTo(Hold.PASS);
        assertThat(holds.disarm("other")).isEmpty();
        assertThat(holds.disarm("crash")).containsExactly(new Holds.Held("crash", FIRST, Side.SOURCE));
        assertThat(holds.disarm("crash")).isEmpty();
    }

    /// It was struck on another node.
    @Test
    void holdsNobodyOnceItsStepWasTaken() {
        holds.arm(new HoldWire.Arm("crash", "app", Phase.COMMIT, Side.SOURCE));
        holds.arm(new HoldWire.Arm("later", "app", Phase.RESUME, Side.SOURCE));
        assertThat(holds.disarm("crash")).isEmpty();
        assertThat(enters(FIRST, Phase.COMMIT)).isEqualTo(Hold.PASS);
        assertThat(enters(FIRST, Phase.RESUME)).isEqualTo(Hold.PARK);
    }

    @Test
    void aVmThatIsNamedIsHeldAndItsGroupIsNot() {
        holds.arm(new HoldWire.Arm("crash", "app-2", Phase.COMMIT, Side.SOURCE));
        assertThat(enters(FIRST, Phase.COMMIT)).isEqualTo(Hold.PASS);
        assertThat(enters(SECOND, Phase.COMMIT)).isEqualTo(Hold.PARK);
    }
}
