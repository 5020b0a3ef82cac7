package io.godwit.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.device.Disk.Held;
import io.godwit.device.Disk.Numbered;
import io.godwit.device.Disk.Span;
import io.godwit.guest.LedgerClient.Acknowledged;
import io.godwit.guest.LedgerClient.Ignored;
import io.godwit.guest.LedgerClient.Refused;
import io.godwit.guest.LedgerGuest.Acknowledge;
import io.godwit.guest.LedgerGuest.OutOfRange;
import io.godwit.guest.LedgerGuest.Store;
import io.godwit.guest.LedgerGuest.Wait;
import io.godwit.time.Seed;
import io.godwit.unit.EventRate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void whatWasUndoneOnPurposeIsNoLossAndHoldsNobodyUp() {
        var guest = LedgerGuest.recovered(List.of(new Held("c", 100, List.of())));
        assertThat(guest.receive(new Numbered("c", 6_000, 0), 0)).isInstanceOf(OutOfRange.class);
        assertThat(guest.receive(new Numbered("c", 6_000, 0), 5_999)).isInstanceOf(Store.class);
        assertThat(guest.receive(new Numbered("c", 300, 0), 5_999)).isInstanceOf(OutOfRange.class);
        assertThat(guest.receive(new Numbered("c", 50, 0), 5_999)).isInstanceOf(Acknowledge.class);
    }

    @Test
    void aRecordTellsWhatARestoreUndidFromWhatIsLost() {
        var record = new LedgerRecord();
        record.acknowledged(10, 1, 1);
        record.acknowledged(20, 2, 1);
        record.acknowledged(30, 3, 1);
        record.acknowledged(40, 4, 2);
        record.acknowledged(50, 5, 2);
        var undoing = new LedgerRecord.Undoing(25, 1);
        assertThat(record.loss(new Held("c", 2, Span.each(4, 5)), List.of(undoing)))
                .as("3 came after the snapshot and before the restore")
                .isEqualTo(new LedgerRecord.Loss(0, OptionalLong.empty(), 1));
        assertThat(record.loss(new Held("c", 1, Span.each(4, 5)), List.of(undoing)))
                .as("2 was acknowledged before the snapshot was ordered")
                .isEqualTo(new LedgerRecord.Loss(1, OptionalLong.of(20), 1));
        assertThat(record.loss(new Held("c", 2, Span.each(5)), List.of(undoing)))
                .as("4 was acknowledged after the restore")
                .isEqualTo(new LedgerRecord.Loss(1, OptionalLong.of(40), 1));
    }

    @Test
    void answersOnlyAfterTheDiskHoldsTheWriteAndThenAsOftenAsAsked() {
        var guest = LedgerGuest.empty();
        assertThat(guest.receive(new Numbered("c", 1, 77), 0)).isEqualTo(new Store(new Numbered("c", 1, 77)));
        assertThat(guest.receive(new Numbered("c", 1, 77), 0)).isEqualTo(new Wait("c", 1));
        assertThat(guest.stored("c", 1)).isEqualTo(new Acknowledge("c", 1));
        assertThat(guest.receive(new Numbered("c", 1, 77), 0)).isEqualTo(new Acknowledge("c", 1));
        assertThat(guest.receive(new Numbered("other", 1, 77), 0)).isInstanceOf(Store.class);
    }

    @Test
    void takesWritesInAnyOrderAndRemembersTheGaps() {
        var guest = LedgerGuest.empty();
        guest.receive(new Numbered("c", 3, 0), 0);
        guest.stored("c", 3);
        guest.receive(new Numbered("c", 1, 0), 0);
        guest.stored("c", 1);
        assertThat(guest.held()).containsExactly(new Held("c", 1, Span.each(3)));
        var restarted = LedgerGuest.recovered(guest.held());
        assertThat(restarted.receive(new Numbered("c", 3, 0), 0)).isInstanceOf(Acknowledge.class);
        assertThat(restarted.receive(new Numbered("c", 2, 0), 0)).isInstanceOf(Store.class);
        restarted.stored("c", 2);
        assertThat(restarted.held()).containsExactly(new Held("c", 3, List.of()));
    }

    @Test
    void triesAgainWhatTheDiskDidNotTakeAndRefusesWhatIsFarAhead() {
        var guest = LedgerGuest.empty();
        guest.receive(new Numbered("c", 1, 0), 0);
        guest.notStored("c", 1);
        assertThat(guest.receive(new Numbered("c", 1, 0), 0)).isInstanceOf(Store.class);
        assertThat(guest.receive(new Numbered("c", 5_000, 0), 0))
                .isEqualTo(new OutOfRange("c", 5_000, LedgerGuest.MAX_AHEAD));
        assertThat(guest.receive(new Numbered("c", 0, 0), 0)).isInstanceOf(OutOfRange.class);
    }

    @Test
    void sendsAtItsRateUntilTheWindowIsFullAndThenOnlyRepeats() {
        var client = client("10/s", 3);
        var sent = new ArrayList<String>();
        for (long nowNs = 0; nowNs <= 2 * SECOND; nowNs = client.nextPollNs().orElseThrow()) {
            long at = nowNs;
            client.poll(nowNs, (number, _, first) -> sent.add(at / 1_000_000 + ":" + number + (first ? "" : "r")));
        }
        assertThat(sent).containsExactly("100:1", "200:2", "300:3", "1100:1r", "1200:2r", "1300:3r");
        assertThat(client.nextPollNs()).hasValue(2_100_000_000L);
    }

    @Test
    void doesNotMakeUpInABurstForWhatAFullWindowHeldBack() {
        var client = client("10/s", 1);
        var sent = new ArrayList<Long>();
        client.poll(SECOND / 10, (number, _, _) -> sent.add(number));
        client.poll(SECOND, (number, _, _) -> sent.add(number));
        assertThat(sent).containsExactly(1L);
        client.answered(SECOND, 1, 1);
        assertThat(client.nextPollNs().orElseThrow()).isLessThanOrEqualTo(SECOND);
        client.poll(SECOND, (number, _, _) -> sent.add(number));
        client.answered(SECOND, 2, 1);
        client.poll(SECOND, (number, _, _) -> sent.add(number));
        assertThat(sent).containsExactly(1L, 2L);
        assertThat(client.nextPollNs()).hasValue(SECOND + SECOND / 10);
    }

    @Test
    void keepsItsRateWhenItIsPolledLate() {
        var client = client("100/s", 1_000);
        for (long nowNs = 0; nowNs <= 10 * SECOND; nowNs += 37_000_000) {
            client.poll(nowNs, (_, _, _) -> {});
        }
        assertThat(client.sent()).isBetween(996L, 1_000L);
    }

    @Test
    void believesTheFirstAnswerOfAnEpochNotOlderThanTheNewest() {
        var client = client("10/s", 10);
        client.poll(SECOND, (_, _, _) -> {});
        assertThat(client.answered(SECOND + 5, 1, 2)).isEqualTo(new Acknowledged(1, 2, 5));
        assertThat(client.answered(SECOND + 6, 1, 2)).isEqualTo(new Ignored(1, 2));
        assertThat(client.answered(SECOND + 7, 2, 1)).isEqualTo(new Refused(2, 1, 2));
        assertThat(client.answered(SECOND + 8, 1, 3)).isEqualTo(new Ignored(1, 3));
        assertThat(client.answered(SECOND + 9, 2, 2)).isEqualTo(new Refused(2, 2, 3));
        assertThat(client.answered(SECOND + 10, 2, 3)).isEqualTo(new Acknowledged(2, 3, 10));
        assertThat(client.record().acknowledged()).isEqualTo(2);
        assertThat(client.answered(SECOND + 11, 99, 3)).isEqualTo(new Ignored(99, 3));
        client.stopSending();
        assertThat(client.nextPollNs()).hasValue(2 * SECOND);
    }

    @Test
    void measuresTheOutageTheRecoveryAndTheLossFromOutside() {
        var record = new LedgerRecord();
        record.acknowledged(100, 1, 1);
        record.acknowledged(110, 2, 1);
        record.acknowledged(115, 3, 1);
        record.acknowledged(400, 4, 2);
        record.acknowledged(410, 5, 2);
        assertThat(record.longestGap(112, 300)).isEqualTo(new LedgerRecord.Gap(115, 400));
        assertThat(record.longestGap(200, 210)).isEqualTo(new LedgerRecord.Gap(115, 400));
        assertThat(record.longestGap(0, 1_000)).isEqualTo(new LedgerRecord.Gap(410, 1_000));
        assertThat(record.longestGap(0, 112)).isEqualTo(new LedgerRecord.Gap(0, 100));
        assertThat(record.acknowledgedBetween(110, 400)).isEqualTo(2);
        assertThat(record.firstAcknowledgedNs(112, 2)).hasValue(400);
        assertThat(record.firstAcknowledgedNs(112, 1)).hasValue(115);
        assertThat(record.firstAcknowledgedNs(112, 3)).isEmpty();
        assertThat(record.firstAcknowledgedNs(500, 1)).isEmpty();
        assertThat(record.loss(new Held("c", 5, List.of())).recoveryPointNs(200))
                .isZero();
        var loss = record.loss(new Held("c", 1, Span.each(3, 5)));
        assertThat(loss).isEqualTo(new LedgerRecord.Loss(2, OptionalLong.of(110), 0));
        assertThat(loss.recoveryPointNs(200)).isEqualTo(90);
        assertThatThrownBy(() -> record.acknowledged(409, 6, 2)).hasMessage("time went back from 410 to 409");
    }

    /// A network that loses, repeats and reorders, a disk that forgets nothing, and guests that die at any moment.
    @Test
    void nothingAcknowledgedIsEverMissingThroughLossesAndRestarts() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new SplittableRandom(seed);
            var client = client("50/s", 8);
            var disk = new TreeMap<Long, Long>();
            var guest = LedgerGuest.empty();
            long epoch = 1;
            var requests = new ArrayList<long[]>();
            var answers = new ArrayList<long[]>();
            for (long nowNs = 0; nowNs < 20 * SECOND; nowNs += 20_000_000) {
                client.poll(nowNs, (number, value, _) -> requests.add(new long[] {number, value}));
                if (random.nextInt(100) == 0) {
                    guest = LedgerGuest.recovered(held(disk));
                    epoch++;
                }
                if (!requests.isEmpty() && random.nextInt(5) > 0) {
                    var request = requests.remove(random.nextInt(requests.size()));
                    if (serves(guest, request, disk, random)) {
                        answers.add(new long[] {request[0], epoch});
                    }
                }
                if (!answers.isEmpty() && random.nextInt(4) > 0) {
                    var answer = answers.remove(random.nextInt(answers.size()));
                    client.answered(nowNs, answer[0], answer[1]);
                }
            }
            assertThat(client.record().acknowledged()).as("seed %d", seed).isGreaterThan(100);
            var loss = client.record().loss(held(disk).getFirst());
            assertThat(loss.writes()).as("seed %d", seed).isZero();
            disk.forEach((number, value) -> assertThat(value).isEqualTo(client.valueOf(number)));
            disk.remove(1L);
            assertThat(client.record().loss(held(disk).getFirst()).writes()).isEqualTo(1);
        }
    }

    /// Serves one request; the disk fails one write in ten. Returns whether the guest answers.
    private static boolean serves(
            LedgerGuest guest, long[] request, SortedMap<Long, Long> disk, SplittableRandom random) {
        return switch (guest.receive(new Numbered("c", request[0], request[1]), 0)) {
            case Store(var what)
            when random.nextInt(10) == 0 -> {
                guest.notStored("c", what.number());
                yield false;
            }
            case Store(var what) -> {
                assertThat(disk.put(what.number(), what.content()))
                        .as("stored once")
                        .isNull();
                yield guest.stored("c", what.number()).number() == request[0];
            }
            case Acknowledge again -> again.number() == request[0];
            case Wait _, OutOfRange _ -> false;
        };
    }

    private static List<Held> held(SortedMap<Long, Long> disk) {
        return List.of(new Held(
                "c",
                0,
                disk.keySet().stream().map(number -> new Span(number, number)).toList()));
    }

    private static LedgerClient client(String rate, int maxOutstanding) {
        return new LedgerClient(
                Seed.of(1), new LedgerClient.Settings(EventRate.parse(rate), maxOutstanding, SECOND), 0);
    }
}
