package io.godwit.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.godwit.time.Seed;
import io.godwit.unit.Bandwidth;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LinkLoadTest {

    private static final Bandwidth GIGABIT = Bandwidth.parse("1Gbit");
    private static final int SEEDS = 500;

    private record Guest(long asked, int weight) {}

    @Test
    void migrationsHaveEqualPartsOfWhatGuestsLeave() {
        assertThat(LinkLoad.of(4).ofMove(GIGABIT)).isEqualTo(Bandwidth.parse("250Mbit"));
        LinkLoad modest = LinkLoad.of(2).plus(100_000_000, 256);
        assertThat(modest.ofMove(GIGABIT)).isEqualTo(Bandwidth.parse("450Mbit"));
        assertThat(modest.part(GIGABIT, 256).bitsPerSecond()).isGreaterThanOrEqualTo(100_000_000);
    }

    @Test
    void aGuestThatWantsAllHasAsMuchAsAMigration() {
        LinkLoad load = LinkLoad.of(2).plus(100_000_000, 256).plus(5_000_000_000L, 256);
        assertThat(load.ofMove(GIGABIT)).isEqualTo(Bandwidth.parse("300Mbit"));
        assertThat(load.part(GIGABIT, 256)).isEqualTo(Bandwidth.parse("300Mbit"));
    }

    @Test
    void aGuestOfTwiceTheWeightHasTwiceAsMuch() {
        LinkLoad load = LinkLoad.of(1).plus(5_000_000_000L, 512);
        assertThat(load.ofMove(GIGABIT).bitsPerSecond()).isEqualTo(333_333_333);
        assertThat(load.part(GIGABIT, 512).bitsPerSecond()).isEqualTo(666_666_666);
    }

    @Test
    void guestsOfOneWishAreToldTogether() {
        LinkLoad load = LinkLoad.NOBODY.plus(7, 256).plus(9, 256).plus(7, 256).plus(7, 512);
        assertThat(load.guests())
                .containsExactly(
                        new LinkLoad.Guests(2, 7, 256), new LinkLoad.Guests(1, 9, 256), new LinkLoad.Guests(1, 7, 512));
    }

    @Test
    void nobodyPromisesMoreThanTheLinkHasAndNothingIsLeftWhileSomebodyWantsIt() {
        for (int seed = 0; seed < SEEDS; seed++) {
            RandomGenerator random = Seed.of(seed).generator();
            int moves = random.nextInt(4);
            List<Guest> guests = guests(random);
            LinkLoad load = LinkLoad.of(moves);
            for (Guest guest : guests) {
                load = load.plus(guest.asked(), guest.weight());
            }
            long taken = moves * load.ofMove(GIGABIT).bitsPerSecond();
            boolean isSomebodyShort = moves > 0;
            for (Guest guest : guests) {
                long part = load.part(GIGABIT, guest.weight()).bitsPerSecond();
                taken += Math.min(guest.asked(), part);
                isSomebodyShort |= part < guest.asked();
            }
            assertThat(taken).as("seed %d", seed).isLessThanOrEqualTo(GIGABIT.bitsPerSecond());
            if (isSomebodyShort) {
                assertThat(taken).as("seed %d", seed).isCloseTo(GIGABIT.bitsPerSecond(), within(100L));
            }
        }
    }

    /// By weight nobody who is short has less than anybody else.
    @Test
    void whoIsShortHasAsMuchByItsWeightAsAnybody() {
        for (int seed = 0; seed < SEEDS; seed++) {
            RandomGenerator random = Seed.of(seed).generator();
            LinkLoad load = LinkLoad.of(random.nextInt(4));
            List<Guest> guests = guests(random);
            for (Guest guest : guests) {
                load = load.plus(guest.asked(), guest.weight());
            }
            double most = 0;
            double leastShort = Double.MAX_VALUE;
            for (Guest guest : guests) {
                long part = load.part(GIGABIT, guest.weight()).bitsPerSecond();
                double had = (double) Math.min(part, guest.asked()) / guest.weight();
                most = Math.max(most, had);
                leastShort = part < guest.asked() ? Math.min(leastShort, had) : leastShort;
            }
            assertThat(leastShort).as("seed %d", seed).isGreaterThanOrEqualTo(most * 0.999_999);
        }
    }

    private static List<Guest> guests(RandomGenerator random) {
        List<Guest> guests = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            guests.add(new Guest(
                    random.nextLong(1_000_000, 800_000_000),
                    List.of(64, 256, 1024).get(random.nextInt(3))));
        }
        return guests;
    }
}
