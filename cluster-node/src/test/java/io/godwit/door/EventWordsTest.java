package io.godwit.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.history.DowntimeParts;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.history.MigrationEvent;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventWordsTest {

    private static final MigrationId MOVE = new MigrationId("m1");
    private static final VmId WEB = new VmId("web-1");

    private static final DowntimeParts EXPECTED =
            new DowntimeParts(0, Optional.of(1_626_688L), 163_840, 200_000, 0, 404_096, 924_096);

    @Test
    void amountsAreRoundedAsPeopleReadThem() {
        assertThat(EventWords.of(
                        new MigrationEvent.RoundCompleted(MOVE, WEB, 1, 0, 1_075_839_000, 2_407_312_128L, 2_983, 0, 0)))
                .contains("web-1 round 1: 1.0GiB in 2.41s, 2,983 pages dirtied meanwhile");
        assertThat(EventWords.of(new MigrationEvent.RoundCompleted(MOVE, WEB, 2, 0, 0, 12_128, 1, 0, 0)))
                .contains("web-1 round 2: 0B in 12.1us, 1 page dirtied meanwhile");
        assertThat(EventWords.of(new MigrationEvent.Finished(
                        MOVE, WEB, Side.SOURCE, Outcome.COMMITTED, 166_478_123, 1, 134_012L << 10)))
                .contains("the move of web-1 ended at its source: committed; 1 round, 130.9MiB; downtime 166ms");
    }

    @Test
    void whatAMoveCostsItsGuestIsSaidPartByPart() {
        assertThat(EventWords.of(new MigrationEvent.StoodStill(
                        MOVE,
                        WEB,
                        2,
                        new DowntimeParts(0, Optional.of(3_020_544L), 163_840, 200_000, 0, 404_096, 924_096))))
                .contains(
                        "web-1 stood still for 4.71ms: pause 0ns, last pages 3.02ms, state 164us, way 200us, proof 0ns,"
                                + " commit 404us, resume 924us");
        assertThat(EventWords.of(new MigrationEvent.StoodStill(
                        MOVE, WEB, 2, new DowntimeParts(0, Optional.empty(), 163_840, 200_000, 0, 404_096, 924_096))))
                .hasValueSatisfying(said -> assertThat(said).doesNotContain("pages"));
        assertThat(EventWords.of(new MigrationEvent.Slowed(MOVE, WEB, Side.TARGET, 4_303_760_000L, 288_379_221)))
                .contains("web-1 lost 288ms of 4.3s to its move, at its target");
        assertThat(EventWords.of(new MigrationEvent.Slowed(MOVE, WEB, Side.SOURCE, 4_303_760_000L, 0)))
                .isEmpty();
        assertThat(EventWords.of(new MigrationEvent.Predicted(MOVE, WEB, true, 4, 552 << 20, 4_633_779_840L, EXPECTED)))
                .contains(
                        "web-1 is expected to take 4 rounds, 552MiB in 4.63s, and to stand still for 3.32ms: pause 0ns,"
                                + " last pages 1.63ms, state 164us, way 200us, proof 0ns, commit 404us, resume 924us");
        assertThat(EventWords.of(
                        new MigrationEvent.Predicted(MOVE, WEB, false, 4, 552 << 20, 4_633_779_840L, EXPECTED)))
                .contains("web-1 is not expected to converge: 4 rounds, 552MiB in 4.63s");
        assertThat(EventWords.of(new MigrationEvent.DiskPredicted(MOVE, WEB, 552 << 20, 4_633_779_840L)))
                .contains("web-1 is expected to have its disk at the target in 4.63s: 552MiB");
    }

    @Test
    void aRevisionTellsTheCoresOfAVmThatIsPinned() {
        HostId h1 = new HostId("h1");
        assertThat(EventWords.of(new GuestEvent.Revised(WEB, h1, 1, 2, 1L << 30)))
                .contains("web-1 on h1 has 2 vCPUs and 1GiB now");
        assertThat(EventWords.of(new GuestEvent.Revised(WEB, h1, 1, 2, 1L << 30, Optional.of(List.of(2, 3)))))
                .contains("web-1 on h1 has 2 vCPUs and 1GiB now, on cores 2, 3");
        assertThat(EventWords.of(new GuestEvent.Revised(WEB, h1, 1, 1, 1L << 30, Optional.of(List.of(5)))))
                .contains("web-1 on h1 has 1 vCPU and 1GiB now, on core 5");
    }

    @Test
    void aVmThatLostItsDiskWithItsHostHasAnEmptyOne() {
        assertThat(EventWords.of(new GuestEvent.DiskLost(WEB, new HostId("h2"), 3)))
                .contains("web-1 begins on h2 with an empty disk, epoch 3: what it had written is lost");
    }

    @Test
    void whatAGuestOutOfHandDoesIsSaid() {
        HostId h1 = new HostId("h1");
        assertThat(EventWords.of(new GuestEvent.Misbehaved(WEB, h1, 1, Misbehaviour.FORGE_MAC)))
                .contains("web-1 on h1 misbehaves: it sends frames with another card's address");
        assertThat(EventWords.of(new GuestEvent.Behaved(WEB, h1, 1, Misbehaviour.FORGE_MAC, 60)))
                .contains("web-1 on h1 behaves again: no more forge mac, after 60 attempts");
        assertThat(EventWords.of(new GuestEvent.Behaved(WEB, h1, 1, Misbehaviour.CPU, 0)))
                .contains("web-1 on h1 behaves again: no more cpu");
    }
}
