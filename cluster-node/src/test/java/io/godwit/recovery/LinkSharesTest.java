package io.godwit.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.recovery.LinkShares.Crossing;
import io.godwit.time.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LinkSharesTest {

    private static final int SEEDS = 100;
    private static final long SECOND_NS = 1_000_000_000L;

    private final LinkShares shares = new LinkShares();

    @Test
    void tellsThoseThatShareALinkAndThatGoTheSameWay() {
        var first = crossing(1, "a", "b");
        assertThat(shares.plan(List.of(first), Set.of(first.migration()), 0)).containsExactly(told(first, 1));
        var back = crossing(2, "b", "a");
        var second = crossing(3, "a", "b");
        assertThat(shares.plan(List.of(first, back, second), Set.of(), 1))
                .containsExactly(told(first, 2), told(back, 1), told(second, 2));
        assertThat(shares.plan(List.of(first, back, second), Set.of(), 2)).isEmpty();
        assertThat(shares.plan(List.of(second), Set.of(), 3)).containsExactly(told(second, 1));
    }

    @Test
    void saysItAgainToASourceThatHearsOfItsMigrationAndNowAndThen() {
        var move = crossing(1, "a", "b");
        shares.plan(List.of(move), Set.of(), 0);
        assertThat(shares.plan(List.of(move), Set.of(move.migration()), 1)).containsExactly(told(move, 1));
        assertThat(shares.plan(List.of(move), Set.of(), SECOND_NS)).isEmpty();
        assertThat(shares.plan(List.of(move), Set.of(), 3 * SECOND_NS)).containsExactly(told(move, 1));
    }

    @Test
    void whatSourcesTakeOfALinkIsNeverMoreThanItHas() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = Seed.of(seed).generator();
            var any = new LinkShares();
            var live = new TreeMap<Integer, Crossing>();
            Map<MigrationId, Integer> parts = new TreeMap<>();
            for (int step = 0; step < 200; step++) {
                int number = random.nextInt(8);
                if (live.remove(number) == null) {
                    live.put(number, crossing(number, "s" + random.nextInt(2), "t" + random.nextInt(2)));
                }
                for (var intent : any.plan(new ArrayList<>(live.values()), Set.of(), step * SECOND_NS / 4)) {
                    var share = (Intent.ShareLink) intent;
                    parts.put(share.migration(), share.moves());
                }
                var taken = new TreeMap<String, Double>();
                live.values()
                        .forEach(it -> taken.merge(it.from() + it.to(), 1.0 / parts.get(it.migration()), Double::sum));
                assertThat(taken.values()).as("seed %d", seed).allMatch(it -> Math.abs(it - 1) < 1e-9);
            }
        }
    }

    private static Intent told(Crossing crossing, int moves) {
        return new Intent.ShareLink(crossing.source(), crossing.migration(), moves);
    }

    private static Crossing crossing(int number, String from, String to) {
        return new Crossing(new MigrationId("m-" + number), new HostId("h" + number), from, to);
    }
}
