package io.godwit.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.identity.HostId;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.link.LinkLoad;
import io.godwit.link.NodeId;
import io.godwit.recovery.LinkShares.Crossing;
import io.godwit.recovery.LinkShares.Sender;
import io.godwit.recovery.LinkShares.Traffic;
import io.godwit.recovery.LinkShares.Way;
import io.godwit.recovery.LinkShares.Wish;
import io.godwit.time.Seed;
import io.godwit.unit.Bandwidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LinkSharesTest {

    private static final int SEEDS = 100;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final Bandwidth GIGABIT = Bandwidth.parse("1Gbit");

    private final LinkShares shares = new LinkShares();

    @Test
    void tellsThoseThatShareALinkAndThatGoTheSameWay() {
        var first = crossing(1, "a", "b");
        assertThat(plan(List.of(first), List.of(), 0)).containsExactly(told(first, LinkLoad.of(1)));
        var back = crossing(2, "b", "a");
        var second = crossing(3, "a", "b");
        assertThat(plan(List.of(first, back, second), List.of(), 1))
                .containsExactly(told(first, LinkLoad.of(2)), told(back, LinkLoad.of(1)), told(second, LinkLoad.of(2)));
        assertThat(plan(List.of(first, back, second), List.of(), 2)).isEmpty();
        assertThat(plan(List.of(second), List.of(), 3)).containsExactly(told(second, LinkLoad.of(1)));
    }

    @Test
    void guestsAndMigrationsAreToldOfEachOther() {
        var guest = sender(1, Optional.of(new Way("a", "b")), 300_000_000);
        LinkLoad alone = LinkLoad.NOBODY.plus(300_000_000, 256);
        assertThat(plan(List.of(), List.of(guest), 0)).containsExactly(told(guest, alone));
        var move = crossing(1, "a", "b");
        LinkLoad both = LinkLoad.of(1).plus(300_000_000, 256);
        assertThat(plan(List.of(move), List.of(guest), 1)).containsExactly(told(move, both), told(guest, both));
        assertThat(plan(List.of(), List.of(guest), 2)).containsExactly(told(guest, alone));
    }

    @Test
    void aGuestThatSendsWithinItsSiteIsToldSoWhereverItIs() {
        var guest = sender(1, Optional.empty(), 300_000_000);
        var free = new Intent.ShareGuestLink(guest.host(), guest.vm(), Optional.empty(), LinkLoad.NOBODY);
        assertThat(plan(List.of(crossing(1, "a", "b")), List.of(guest), 0))
                .containsExactly(told(crossing(1, "a", "b"), LinkLoad.of(1)), free);
        assertThat(plan(List.of(), List.of(guest), 1)).isEmpty();
        var moved = new Sender(guest.vm(), new HostId("h9"), guest.way(), guest.towards(), guest.wish());
        assertThat(plan(List.of(), List.of(moved), 2))
                .containsExactly(
                        new Intent.ShareGuestLink(moved.host(), moved.vm(), Optional.empty(), LinkLoad.NOBODY));
    }

    @Test
    void saysItAgainToASourceThatHearsOfItsMigrationAndNowAndThen() {
        var move = crossing(1, "a", "b");
        var guest = sender(1, Optional.of(new Way("b", "a")), 7);
        var alone = LinkLoad.NOBODY.plus(7, 256);
        plan(List.of(move), List.of(guest), 0);
        assertThat(shares.plan(new Traffic(List.of(move), List.of(guest)), Set.of(move.migration()), 1))
                .containsExactly(told(move, LinkLoad.of(1)));
        assertThat(plan(List.of(move), List.of(guest), SECOND_NS)).isEmpty();
        assertThat(plan(List.of(move), List.of(guest), 3 * SECOND_NS))
                .containsExactly(told(move, LinkLoad.of(1)), told(guest, alone));
    }

    @Test
    void whatIsTakenOfALinkIsNeverMoreThanItHasAndAllOfItWhereSomethingMoves() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = Seed.of(seed).generator();
            var any = new LinkShares();
            var moves = new TreeMap<Integer, Crossing>();
            var guests = new TreeMap<Integer, Sender>();
            Map<MigrationId, LinkLoad> ofMoves = new TreeMap<>();
            Map<VmId, LinkLoad> ofGuests = new TreeMap<>();
            for (int step = 0; step < 200; step++) {
                change(random, moves, guests);
                var traffic = new Traffic(new ArrayList<>(moves.values()), new ArrayList<>(guests.values()));
                for (var intent : any.plan(traffic, Set.of(), step * SECOND_NS / 4)) {
                    switch (intent) {
                        case Intent.ShareLink share -> ofMoves.put(share.migration(), share.load());
                        case Intent.ShareGuestLink share -> ofGuests.put(share.vm(), share.load());
                        default -> throw new AssertionError("no matter of a link: " + intent);
                    }
                }
                assertShared(seed, traffic, ofMoves, ofGuests);
            }
        }
    }

    private static void change(RandomGenerator random, Map<Integer, Crossing> moves, Map<Integer, Sender> guests) {
        int number = random.nextInt(8);
        String from = "s" + random.nextInt(2);
        String to = "t" + random.nextInt(2);
        if (random.nextBoolean()) {
            if (moves.remove(number) == null) {
                moves.put(number, crossing(number, from, to));
            }
        } else if (guests.remove(number) == null) {
            guests.put(number, sender(number, Optional.of(new Way(from, to)), random.nextLong(1, 600_000_000)));
        }
    }

    private static void assertShared(
            int seed, Traffic traffic, Map<MigrationId, LinkLoad> ofMoves, Map<VmId, LinkLoad> ofGuests) {
        var taken = new TreeMap<Way, Long>();
        for (var guest : traffic.guests()) {
            long part = ofGuests.get(guest.vm())
                    .part(GIGABIT, guest.wish().weight())
                    .bitsPerSecond();
            taken.merge(guest.way().orElseThrow(), Math.min(part, guest.wish().bits()), Long::sum);
        }
        for (var move : traffic.moves()) {
            taken.merge(
                    move.way(), ofMoves.get(move.migration()).ofMove(GIGABIT).bitsPerSecond(), Long::sum);
        }
        assertThat(taken.values()).as("seed %d", seed).allMatch(bits -> bits <= GIGABIT.bitsPerSecond());
        for (var move : traffic.moves()) {
            assertThat(taken.get(move.way())).as("seed %d", seed).isGreaterThan(GIGABIT.bitsPerSecond() - 100);
        }
    }

    private List<Intent> plan(List<Crossing> moves, List<Sender> guests, long nowNs) {
        return shares.plan(new Traffic(moves, guests), Set.of(), nowNs);
    }

    private static Intent told(Crossing crossing, LinkLoad load) {
        return new Intent.ShareLink(crossing.source(), crossing.migration(), load);
    }

    private static Intent told(Sender guest, LinkLoad load) {
        return new Intent.ShareGuestLink(guest.host(), guest.vm(), Optional.of(guest.towards()), load);
    }

    private static Crossing crossing(int number, String from, String to) {
        return new Crossing(new MigrationId("m-" + number), new HostId("h" + number), new Way(from, to));
    }

    private static Sender sender(int number, Optional<Way> way, long bits) {
        return new Sender(
                new VmId("vm-" + number),
                new HostId("h" + number),
                way,
                new NodeId("n" + number),
                new Wish(bits, LinkLoad.USUAL_WEIGHT));
    }
}
