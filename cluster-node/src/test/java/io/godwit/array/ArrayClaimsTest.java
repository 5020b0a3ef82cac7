package io.godwit.array;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.device.BlockLoad;
import io.godwit.device.DevicePath;
import io.godwit.device.Disk;
import io.godwit.device.DiskClaim;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.unit.EventRate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Bulk of guests on several hosts at one array, which does 2,000 operations a second.
class ArrayClaimsTest {

    private static final VmId DB = new VmId("db-1");
    private static final VmId WEB = new VmId("web-1");

    private final ArrayFleet fleet = ArrayFleet.plain();
    private final NodeId one = fleet.startHost("h1");
    private final NodeId other = fleet.startHost("h2");

    @AfterEach
    void nothingFailed() {
        assertThat(fleet.world.failures()).isEmpty();
        fleet.close();
    }

    @Test
    void hostsShareAnArrayAndAreToldWhenOthersComeAndGo() {
        fleet.startArray();
        long first = fleet.claim(one, DB, 1, bulk(5_000));
        assertThat(rate(fleet.answer(first))).isEqualTo(2_000_000);
        long second = fleet.claim(other, WEB, 1, bulk(5_000));
        assertThat(rate(fleet.answer(second))).isEqualTo(1_000_000);
        assertThat(rates(DB)).as("told without asking").containsExactly(2_000_000L, 1_000_000L);
        fleet.claim(other, WEB, 1, Optional.empty());
        fleet.run(Duration.ofMillis(1));
        assertThat(rates(DB)).last().isEqualTo(2_000_000L);
        assertThat(fleet.readLog()).as("nothing of it is durable").isEmpty();
    }

    @Test
    void aHostThatIsGoneKeepsNothing() {
        fleet.startArray();
        fleet.answer(fleet.claim(other, WEB, 1, bulk(5_000)));
        fleet.nodes.get(other).kill();
        for (int second = 0; second < 5; second++) {
            fleet.answer(fleet.claim(one, DB, 1, bulk(5_000)));
            fleet.run(Duration.ofSeconds(1));
        }
        assertThat(rates(DB)).first().isEqualTo(1_000_000L);
        assertThat(rates(DB)).last().isEqualTo(2_000_000L);
    }

    @Test
    void aClaimOfAnOldEpochIsFencedAndTakesNothing() {
        fleet.startArray();
        fleet.answer(fleet.open(other, DB, 2));
        long old = fleet.claim(one, DB, 1, bulk(5_000));
        assertThat(fleet.answer(old)).isEqualTo(new Disk.Fenced(old, DB, 1, 2));
        assertThat(rate(fleet.answer(fleet.claim(other, DB, 2, bulk(5_000))))).isEqualTo(2_000_000);
    }

    @Test
    void anArrayThatStartsAgainLearnsOfItWithTheNextRepeat() {
        fleet.startArray();
        fleet.answer(fleet.claim(one, DB, 1, bulk(500)));
        fleet.killArray();
        long lost = fleet.claim(one, DB, 1, bulk(500));
        fleet.run(Duration.ofSeconds(1));
        assertThat(fleet.find(lost)).isEmpty();
        fleet.startArray();
        fleet.run(Duration.ofMillis(100));
        assertThat(rate(fleet.answer(fleet.claim(one, DB, 1, bulk(500))))).isEqualTo(500_000);
    }

    private List<Long> rates(VmId vm) {
        return fleet.told.stream()
                .filter(answer -> answer.vm().equals(vm))
                .map(ArrayClaimsTest::rate)
                .toList();
    }

    private static long rate(Disk.Answer answer) {
        return ((Disk.Granted) answer).grant().milliOperations();
    }

    private static Optional<DiskClaim> bulk(long perSecond) {
        return Optional.of(new DiskClaim(
                BlockLoad.writing(EventRate.perSecond(perSecond)),
                EventRate.perSecond(0),
                DevicePath.free(DevicePath.Use.BLOCK).lane(32),
                DiskClaim.Limits.NONE,
                256));
    }
}
