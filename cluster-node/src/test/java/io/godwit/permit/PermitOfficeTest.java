package io.godwit.permit;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.link.NodeId;
import io.godwit.permit.PermitOffice.Decision;
import io.godwit.registry.NodeRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PermitOfficeTest {

    private static final PermitSettings SETTINGS =
            new PermitSettings(Duration.ofSeconds(3), Duration.ofMillis(800), 10);
    private static final long SECOND = 1_000_000_000L;
    private static final NodeId NODE = new NodeId("n1");

    private final PermitOffice office = new PermitOffice(SETTINGS);

    @Test
    void waitsForTheLengthAndTheDriftAfterTheLastGrant() {
        assertThat(office.renew(incarnation(1), 1, 10 * SECOND)).isEqualTo(Decision.GRANT);
        var safe = 10 * SECOND + 3 * SECOND + 30_000_000L;

        assertThat(office.overdue(List.of(incarnation(1)), safe)).isEmpty();
        assertThat(office.overdue(List.of(incarnation(1)), safe + 1)).containsExactly(incarnation(1));
    }

    @Test
    void countsANodeItHasNotHeardOfAsGrantedToWhenItFirstMeetsIt() {
        assertThat(office.overdue(List.of(incarnation(1)), 100 * SECOND)).isEmpty();
        assertThat(office.overdue(List.of(incarnation(1)), 103 * SECOND)).isEmpty();
        assertThat(office.overdue(List.of(incarnation(1)), 104 * SECOND)).hasSize(1);
    }

    @Test
    void grantsNothingMoreToANodeThatIsAboutToBeDeclaredLost() {
        office.renew(incarnation(1), 1, 0);
        office.overdue(List.of(incarnation(1)), 60 * SECOND);

        assertThat(office.renew(incarnation(1), 1, 60 * SECOND)).isEqualTo(Decision.REVOKE);
        assertThat(office.renew(incarnation(2), 2, 61 * SECOND)).isEqualTo(Decision.GRANT);
    }

    @Test
    void revokesOldIncarnationsAndWaitsForOnesItHasNotReadOf() {
        assertThat(office.renew(incarnation(2), 1, 0)).isEqualTo(Decision.REVOKE);
        assertThat(office.renew(incarnation(2), 3, 0)).isEqualTo(Decision.WAIT);
        assertThat(office.renew(new NodeRecord(NODE, 2, "boot", true), 2, 0)).isEqualTo(Decision.REVOKE);
    }

    @Test
    void callsANodeFreshOnlyWhenItRenewedLatelyAndInThisTerm() {
        assertThat(office.isFresh(incarnation(1), 0)).isFalse();
        office.renew(incarnation(1), 1, 0);
        assertThat(office.isFresh(incarnation(1), 1_600_000_000L)).isTrue();
        assertThat(office.isFresh(incarnation(1), 1_600_000_001L)).isFalse();
    }

    private static NodeRecord incarnation(long incarnation) {
        return new NodeRecord(NODE, incarnation, "boot", false);
    }
}
