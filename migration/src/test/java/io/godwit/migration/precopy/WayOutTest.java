package io.godwit.migration.precopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.image.Image;
import io.godwit.memory.AddressSpace;
import io.godwit.migration.precopy.PageFlow.Wire;
import io.godwit.time.Seed;
import io.godwit.unit.Bandwidth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Migrations that leave one host, each with a batch under way at a time.
class WayOutTest {

    private static final int SEEDS = 100;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long BATCH = 1_050_624;

    /// A byte takes 8 ns.
    private static final Bandwidth LINK = Bandwidth.parse("1Gbit");

    private static final class Leaver {
        private final PageFlow flow;
        private final Bandwidth most;
        private long nextNs;
        private long bytes;

        Leaver(Wire wire, Bandwidth most, long beginsNs) {
            this.most = most;
            this.nextNs = beginsNs;
            this.flow = new PageFlow(
                            WireCost.byDefault(),
                            256,
                            AddressSpace.over(Image.blank(), 1).allPages(),
                            beginsNs)
                    .over(wire);
        }

        /// @return when the batch has left
        long send() {
            nextNs = flow.bookBytes(BATCH, most);
            bytes += BATCH;
            return nextNs;
        }
    }

    @Test
    void noLinkGivesMoreThanItHasAndNothingIsLeftOver() {
        for (int seed = 0; seed < SEEDS; seed++) {
            WayOut way = new WayOut();
            check((fromNs, bytes) -> way.take(fromNs, bytes, LINK), seed);
        }
    }

    @Test
    void findsMigrationsThatHaveTheLinkForThemselves() {
        assertThatThrownBy(() -> check((fromNs, _) -> fromNs, 1))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("more than the link has");
    }

    @Test
    void thoseThatWantAllOfItHaveEqualPartsAndWhatOneLeavesOthersHave() {
        WayOut way = new WayOut();
        Wire wire = (fromNs, bytes) -> way.take(fromNs, bytes, LINK);
        List<Leaver> leavers = List.of(
                new Leaver(wire, LINK, 0), new Leaver(wire, LINK, 0), new Leaver(wire, Bandwidth.parse("100Mbit"), 0));
        play(leavers, 10 * SECOND_NS);
        long all = LINK.bitsPerSecond() / 8 * 10;
        assertThat(leavers.get(2).bytes).isBetween(all / 10 - 2 * BATCH, all / 10 + 2 * BATCH);
        for (Leaver equal : leavers.subList(0, 2)) {
            assertThat(equal.bytes).isBetween(all * 9 / 20 - 3 * BATCH, all * 9 / 20 + 3 * BATCH);
        }
    }

    @Test
    void oneThatIsAloneIsNotSlower() {
        WayOut way = new WayOut();
        Leaver alone = new Leaver((fromNs, bytes) -> way.take(fromNs, bytes, LINK), LINK, 17);
        for (int batch = 1; batch <= 100; batch++) {
            assertThat(alone.send()).isEqualTo(17 + batch * BATCH * 8);
        }
    }

    private static void check(Wire wire, int seed) {
        RandomGenerator random = Seed.of(seed).child("leavers").generator();
        List<Leaver> leavers = new ArrayList<>(List.of(new Leaver(wire, LINK, 0)));
        for (int more = random.nextInt(1, 6); more > 0; more--) {
            Bandwidth most = random.nextBoolean() ? LINK : new Bandwidth(random.nextLong(1_000_000, 900_000_000));
            leavers.add(new Leaver(wire, most, random.nextLong(SECOND_NS)));
        }
        long bytes = 0;
        for (long leftNs : play(leavers, 5 * SECOND_NS)) {
            bytes += BATCH;
            assertThat(bytes * 8).as("more than the link has, seed %d", seed).isLessThanOrEqualTo(leftNs);
            assertThat(leftNs - bytes * 8)
                    .as("left over beside one that wants all, seed %d", seed)
                    .isLessThanOrEqualTo((leavers.size() + 1) * BATCH * 8);
        }
    }

    /// @return when each batch has left that has by then, in that order
    private static List<Long> play(List<Leaver> leavers, long untilNs) {
        List<Long> left = new ArrayList<>();
        while (true) {
            Leaver next = leavers.stream()
                    .min(Comparator.comparingLong(it -> it.nextNs))
                    .orElseThrow();
            if (next.nextNs > untilNs) {
                return left.stream().filter(it -> it <= untilNs).sorted().toList();
            }
            left.add(next.send());
        }
    }
}
