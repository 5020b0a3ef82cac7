package io.godwit.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.time.Seed;
import io.godwit.unit.Bandwidth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LaneTest {

    /// One byte each nanosecond, and 100 ns of latency.
    private static final LinkQuality QUALITY = new LinkQuality(Duration.ofNanos(100), new Bandwidth(8_000_000_000L));

    private final Lane<String> lane = new Lane<>(QUALITY);

    @Test
    void takesTheSizeOverTheBandwidthAndThenTheLatency() {
        assertThat(arrival(0, "a", 50)).isEqualTo(150);
        assertThat(arrival(0, "waits for a", 50)).isEqualTo(200);
        assertThat(arrival(1000, "finds the lane free", 10)).isEqualTo(1110);
    }

    @Test
    void keepsTheOrderWhenTheLatencyShrinks() {
        lane.become(new LinkQuality(Duration.ofNanos(5000), QUALITY.bandwidth()));
        assertThat(arrival(0, "slow", 10)).isEqualTo(5010);
        lane.become(QUALITY);
        assertThat(arrival(20, "fast", 10)).isEqualTo(5010);
    }

    @Test
    void holdsWhatIsOnTheWayAndWhatComesLater() {
        Lane.Departure<String> flying = lane.send(0, "flying", 10, 0).orElseThrow();
        lane.cut(50, CutMode.HOLD);
        assertThat(lane.send(60, "later", 10, 0)).isEmpty();
        assertThat(lane.arrive(flying)).isFalse();
        assertThat(lane.traffic()).isEqualTo(new Traffic(2, 20, 0, 2));
        List<Lane.Departure<String>> late = lane.heal(1000);
        assertThat(late).extracting(Lane.Departure::parcel).containsExactly("flying", "later");
        assertThat(late).extracting(Lane.Departure::arrivalNs).containsExactly(1110L, 1120L);
        assertThat(late).allMatch(lane::arrive);
        assertThat(lane.traffic().held()).isZero();
    }

    @Test
    void losesWhatIsOnTheWayAndWhatComesLater() {
        Lane.Departure<String> flying = lane.send(0, "flying", 10, 0).orElseThrow();
        lane.cut(50, CutMode.LOSE);
        assertThat(lane.send(60, "later", 10, 0)).isEmpty();
        assertThat(lane.arrive(flying)).isFalse();
        assertThat(lane.heal(1000)).isEmpty();
        assertThat(lane.traffic().lost()).isEqualTo(2);
        assertThat(arrival(1000, "after", 10)).isEqualTo(1110);
    }

    @Test
    void losesTheNewestBeyondWhatASenderHolds() {
        lane.cut(0, CutMode.HOLD);
        for (int i = 0; i < Lane.MAX_HELD + 5; i++) {
            lane.send(0, "p" + i, 1, 0);
        }
        assertThat(lane.traffic().lost()).isEqualTo(5);
        assertThat(lane.heal(1)).hasSize(Lane.MAX_HELD).last().matches(last -> last.parcel()
                .equals("p" + (Lane.MAX_HELD - 1)));
    }

    @Test
    void neverReordersNorDoublesAndAccountsForEveryParcel() {
        for (long seed = 0; seed < 300; seed++) {
            RandomGenerator random = Seed.of(seed).generator();
            Lane<Integer> drawn = new Lane<>(QUALITY);
            List<Lane.Departure<Integer>> flying = new ArrayList<>();
            List<Integer> arrived = new ArrayList<>();
            long now = 0;
            for (int step = 0; step < 300; step++) {
                now += random.nextLong(60);
                land(drawn, flying, arrived, now);
                switch (random.nextInt(12)) {
                    case 0 -> drawn.cut(now, random.nextBoolean() ? CutMode.HOLD : CutMode.LOSE);
                    case 1, 2 -> flying.addAll(drawn.heal(now));
                    case 3 -> drawn.become(new LinkQuality(Duration.ofNanos(random.nextInt(500)), QUALITY.bandwidth()));
                    default ->
                        drawn.send(now, step, random.nextInt(100), random.nextInt(50))
                                .ifPresent(flying::add);
                }
            }
            flying.addAll(drawn.heal(now));
            land(drawn, flying, arrived, Long.MAX_VALUE);
            assertThat(arrived).as("seed %d", seed).isNotEmpty().isSorted().doesNotHaveDuplicates();
            Traffic traffic = drawn.traffic();
            assertThat(arrived.size() + traffic.lost()).as("seed %d", seed).isEqualTo(traffic.messages());
        }
    }

    private static void land(
            Lane<Integer> lane, List<Lane.Departure<Integer>> flying, List<Integer> arrived, long untilNs) {
        flying.sort(Comparator.comparingLong(Lane.Departure::arrivalNs));
        while (!flying.isEmpty() && flying.getFirst().arrivalNs() <= untilNs) {
            Lane.Departure<Integer> departure = flying.removeFirst();
            if (lane.arrive(departure)) {
                arrived.add(departure.parcel());
            }
        }
    }

    private long arrival(long nowNs, String parcel, long size) {
        Optional<Lane.Departure<String>> departure = lane.send(nowNs, parcel, size, 0);
        return departure.orElseThrow().arrivalNs();
    }
}
