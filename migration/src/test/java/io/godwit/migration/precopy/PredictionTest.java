package io.godwit.migration.precopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.guest.WorkloadSpec.MemorySpec;
import io.godwit.guest.WorkloadSpec.Pattern;
import io.godwit.link.LinkQuality;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.EventRate;
import io.godwit.unit.MemorySize;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PredictionTest {

    private static final LinkQuality LINK = new LinkQuality(Duration.ofNanos(200_000), Bandwidth.parse("10Gbit"));
    private static final WireCost COST = WireCost.byDefault();
    private static final Route ROUTE = Route.of(LINK);
    private static final long FOUR_GIB = 1L << 20;
    private static final Terms TERMS = Terms.within(Duration.ofMillis(20), 30);

    /// The same guest as that of PrecopyRoundsTest, which a real migration moves: 4 GiB at 200 MiB/s over 10 Gbit/s.
    @Test
    void roundsOfASequentialWriterShrinkGeometrically() {
        Prediction prediction =
                Prediction.of(TERMS, new GuestMemory(FOUR_GIB, 0, writing("51200/s", new Pattern.Sequential())), ROUTE);
        assertThat(prediction.converges()).isTrue();
        double ratio = 51_200 * 4104 * 8 / 10e9;
        double expected = FOUR_GIB;
        for (Round round : prediction.precopy().rounds()) {
            assertThat((double) round.pages()).isCloseTo(expected, within(expected * 0.001 + 1));
            expected *= ratio;
        }
        assertThat(prediction.last().downtimeNs()).isLessThan(20_000_000);
    }

    @Test
    void randomWritersSaturateTheirWorkingSet() {
        Dirtying random = writing("1000000/s", new Pattern.Random());
        assertThat(random.pagesIn(0)).isZero();
        assertThat(random.pagesIn(Duration.ofMillis(262).toNanos())).isCloseTo(165_642L, within(200L));
        assertThat(random.pagesIn(Duration.ofSeconds(60).toNanos())).isEqualTo(262_144);
    }

    @Test
    void saysThatAGuestWritesFasterThanItsPagesTravel() {
        Prediction prediction =
                Prediction.of(TERMS, new GuestMemory(FOUR_GIB, 0, writing("2000000/s", new Pattern.Random())), ROUTE);
        assertThat(prediction.converges()).isFalse();
        assertThat(prediction.end()).isInstanceOf(Course.GiveUp.class);
        assertThat(prediction.precopy().rounds()).hasSize(30);
        assertThat(prediction.last().pages()).isGreaterThan(200_000);
    }

    @Test
    void anIdleGuestTakesOneRoundAndItsState() {
        Prediction prediction =
                Prediction.of(TERMS, new GuestMemory(FOUR_GIB, 0, writing("0/s", new Pattern.Random())), ROUTE);
        assertThat(prediction.precopy().rounds()).hasSize(1);
        assertThat(prediction.last().pages()).isZero();
        assertThat(prediction.durationNs())
                .isEqualTo(prediction.precopy().rounds().getFirst().durationNs() + 16_384 + 200_000);
    }

    @Test
    void stopAndCopySendsAllWhileTheGuestStands() {
        Terms terms = Terms.of(new StopRule.FixedRounds(0));
        Prediction prediction =
                Prediction.of(terms, new GuestMemory(FOUR_GIB, 0, writing("51200/s", new Pattern.Random())), ROUTE);
        assertThat(prediction.precopy().rounds()).isEmpty();
        assertThat(prediction.last().pages()).isEqualTo(FOUR_GIB);
        assertThat(prediction.bytes()).isEqualTo(COST.bytesOf(FOUR_GIB));
    }

    /// Clark05, Fig 12: what never converges is stopped when its rate would pass the highest.
    @Test
    void theAdaptiveRateEndsForAnyGuest() {
        Terms terms = Terms.of(StopRule.AdaptiveRate.clark05());
        for (String writes : new String[] {"100/s", "10000/s", "100000/s", "10000000/s"}) {
            Prediction prediction =
                    Prediction.of(terms, new GuestMemory(131_072, 0, writing(writes, new Pattern.Random())), ROUTE);
            assertThat(prediction.converges()).as(writes).isTrue();
            assertThat(prediction.precopy().rounds()).as(writes).hasSizeLessThan(60);
        }
    }

    @Test
    void zeroPagesTravelAsTheirAddresses() {
        Terms helped = new Terms(TERMS.stop(), TERMS.most(), new Help(true, false, Optional.empty()));
        GuestMemory half = new GuestMemory(FOUR_GIB, FOUR_GIB / 2, writing("100/s", new Pattern.Random()));
        Round first = Prediction.of(helped, half, ROUTE).precopy().rounds().getFirst();
        assertThat(first.savedBytes()).isEqualTo(FOUR_GIB / 2 * 4096);
        assertThat(first.bytes() + first.savedBytes()).isEqualTo(COST.bytesOf(FOUR_GIB));
        assertThat(Prediction.of(TERMS, half, ROUTE)
                        .precopy()
                        .rounds()
                        .getFirst()
                        .savedBytes())
                .isZero();
    }

    /// Clark05, §4: of a set that is written all the time next to nothing is sent before the guest stands.
    @Test
    void pagesThatAreWrittenAllTheTimeWaitForTheEnd() {
        Terms skipping =
                new Terms(new StopRule.FixedRounds(2), Optional.empty(), new Help(false, true, Optional.empty()));
        Dirtying constant = writing("100000000/s", new Pattern.Random());
        Prediction prediction = Prediction.of(skipping, new GuestMemory(FOUR_GIB, 0, constant), ROUTE);
        Round first = prediction.precopy().rounds().getFirst();
        assertThat(first.bytes()).isCloseTo(COST.bytesOf(FOUR_GIB * 3 / 4), within(COST.bytesOf(20_000)));
        assertThat(first.bytes() + first.savedBytes()).isEqualTo(COST.bytesOf(FOUR_GIB));
        assertThat(prediction.precopy().rounds().getLast().bytes()).isLessThan(COST.bytesOf(20_000));
        assertThat(prediction.last().pages()).isCloseTo(FOUR_GIB / 4, within(1_000L));
    }

    /// The guest of saysThatAGuestWritesFasterThanItsPagesTravel.
    @Test
    void throttlingMakesAGuestConvergeThatWouldNot() {
        Terms helped = new Terms(TERMS.stop(), TERMS.most(), new Help(false, false, Optional.of(AutoConverge.qemu())));
        GuestMemory guest = new GuestMemory(FOUR_GIB, 0, writing("2000000/s", new Pattern.Random()));
        Prediction prediction = Prediction.of(helped, guest, ROUTE);
        assertThat(prediction.converges()).isTrue();
        assertThat(prediction.precopy().rounds())
                .extracting(Round::throttlePercent)
                .contains(20, 30, 40)
                .isSorted();
    }

    private static Dirtying writing(String writes, Pattern pattern) {
        MemorySize set = pattern instanceof Pattern.Sequential ? MemorySize.parse("4GiB") : MemorySize.parse("1GiB");
        return Dirtying.of(new MemorySpec(set, EventRate.parse(writes), pattern), COST.page());
    }
}
