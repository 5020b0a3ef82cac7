package io.godwit.migration.precopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.godwit.migration.precopy.FairWay.Ask;
import io.godwit.migration.precopy.FairWay.Grant;
import io.godwit.time.Seed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Migrations on one way, which hear of their shares late, and keep to them later still.
class FairWayTest {

    private static final int SEEDS = 200;
    private static final int STEPS = 300;
    private static final long CARD = 10_000_000_000L;

    /// One that books by what it heard last, and goes on for a while with what it has booked.
    private static final class Flow {
        private final Deque<Grant> onTheWay = new ArrayDeque<>();
        private final Deque<Long> confirming = new ArrayDeque<>();
        private long heardBits;
        private long heardNumber;
        private long takesBits;

        void hear(Grant grant) {
            heardBits = grant.bits();
            heardNumber = grant.number();
            takesBits = Math.max(takesBits, heardBits);
        }

        void book() {
            takesBits = heardBits;
            confirming.add(heardNumber);
        }
    }

    private static final class History {
        private final FairWay<String> way = new FairWay<>();
        private final Map<String, Flow> flows = new TreeMap<>();
        private final RandomGenerator random;
        private final LongUnaryOperator confirmed;

        History(int seed, LongUnaryOperator confirmed) {
            this.random = Seed.of(seed).child("flows").generator();
            this.confirmed = confirmed;
            way.card(CARD);
        }

        void step() {
            String who = "m-" + random.nextInt(8);
            Flow flow = flows.get(who);
            switch (random.nextInt(8)) {
                case 0 -> ask(who);
                case 1 -> {
                    flows.remove(who);
                    way.drop(who);
                }
                default -> {
                    if (flow != null) {
                        act(who, flow);
                    }
                }
            }
            tell();
        }

        private void act(String who, Flow flow) {
            switch (random.nextInt(3)) {
                case 0 -> {
                    if (!flow.onTheWay.isEmpty()) {
                        flow.hear(flow.onTheWay.remove());
                    }
                }
                case 1 -> flow.book();
                default -> {
                    if (!flow.confirming.isEmpty()) {
                        way.keeps(who, confirmed.applyAsLong(flow.confirming.remove()));
                    }
                }
            }
        }

        private void ask(String who) {
            long most = random.nextBoolean() ? CARD : random.nextLong(1, CARD);
            way.ask(who, new Ask(CARD, most));
            flows.computeIfAbsent(who, _ -> new Flow());
        }

        void tell() {
            way.share().forEach(who -> flows.get(who).onTheWay.add(way.grant(who)));
        }

        long takenBits() {
            return flows.values().stream().mapToLong(flow -> flow.takesBits).sum();
        }

        /// Until all have heard all, and keep to it.
        void settle() {
            for (int round = 0; round < 20; round++) {
                flows.forEach((who, flow) -> {
                    while (!flow.onTheWay.isEmpty()) {
                        flow.hear(flow.onTheWay.remove());
                    }
                    flow.book();
                    flow.confirming.clear();
                    way.keeps(who, flow.heardNumber);
                });
                tell();
            }
        }
    }

    @Test
    void neverIsMoreTakenThanTheWayHasHoweverLateMessagesAre() {
        for (int seed = 0; seed < SEEDS; seed++) {
            check(seed, number -> number);
        }
    }

    @Test
    void findsAWayThatGivesBeforeOthersHaveMadeRoom() {
        assertThatThrownBy(() -> {
                    for (int seed = 0; seed < SEEDS; seed++) {
                        check(seed, _ -> Long.MAX_VALUE);
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("more than the way has");
    }

    private static void check(int seed, LongUnaryOperator confirmed) {
        History history = new History(seed, confirmed);
        for (int step = 0; step < STEPS; step++) {
            history.step();
            assertThat(history.takenBits())
                    .as("more than the way has, seed %d, step %d", seed, step)
                    .isLessThanOrEqualTo(CARD);
        }
    }

    /// Whoever books a batch at the rate that rounding has left over waits for days.
    @Test
    void aNewcomerHasNothingOrAGoodPartOfWhatItIsToHave() {
        for (int seed = 0; seed < SEEDS; seed++) {
            RandomGenerator random = Seed.of(seed).child("newcomers").generator();
            FairWay<String> way = new FairWay<>();
            way.card(random.nextLong(1_000_000_000, CARD));
            List<String> all = new ArrayList<>();
            for (int number = 0; number < 8; number++) {
                all.add("m-" + number);
                way.ask(all.getLast(), new Ask(CARD, CARD));
                for (String who : way.share()) {
                    long part = way.grant(who).couldBits();
                    assertThat(way.grant(who).bits())
                            .as("%s of %d, seed %d", who, all.size(), seed)
                            .matches(bits -> bits == 0 || 2 * bits >= part - 1);
                }
                String one = all.get(random.nextInt(all.size()));
                way.keeps(one, way.grant(one).number());
            }
        }
    }

    @Test
    void nobodyStarvesAndNothingIsLeftOverWhileSomebodyWantsMore() {
        for (int seed = 0; seed < SEEDS; seed++) {
            History history = new History(seed, number -> number);
            for (int step = 0; step < STEPS; step++) {
                history.step();
            }
            history.ask("m-last");
            history.tell();
            history.settle();
            long fair = CARD / history.flows.size();
            boolean isShort = false;
            for (String who : history.flows.keySet()) {
                Grant grant = history.way.grant(who);
                assertThat(grant.bits()).as("%s, seed %d", who, seed).isPositive();
                assertThat(grant.couldBits())
                        .as("if it asked for all, seed %d", seed)
                        .isGreaterThanOrEqualTo(fair);
                isShort |= grant.bits() < fair && grant.bits() == grant.couldBits();
            }
            assertThat(isShort)
                    .as("less than an equal part although it wants more, seed %d", seed)
                    .isFalse();
            assertThat(history.takenBits())
                    .as("seed %d", seed)
                    .isBetween(
                            Math.min(CARD, history.way.askedBits()) - history.flows.size(),
                            Math.min(CARD, history.way.askedBits()));
        }
    }

    @Test
    void thoseThatWantAllOfItHaveEqualPartsAndWhatOneLeavesOthersHave() {
        FairWay<String> way = new FairWay<>();
        way.card(CARD);
        way.ask("a", new Ask(CARD, CARD));
        way.ask("b", new Ask(CARD, CARD));
        way.ask("slow", new Ask(CARD, 1_000_000_000));
        way.share();
        assertThat(way.grant("slow").bits()).isEqualTo(1_000_000_000);
        assertThat(way.grant("slow").couldBits()).isEqualTo(3_333_333_334L);
        for (String equal : List.of("a", "b")) {
            assertThat(way.grant(equal).bits()).isEqualTo(4_500_000_000L);
        }
    }

    @Test
    void aNewcomerWaitsUntilTheOtherKeepsToItsPart() {
        FairWay<String> way = new FairWay<>();
        way.card(CARD);
        way.ask("a", new Ask(CARD, CARD));
        assertThat(way.share()).containsExactly("a");
        assertThat(way.grant("a")).isEqualTo(new Grant(1, CARD, CARD));
        way.ask("b", new Ask(CARD, CARD));
        way.share();
        assertThat(way.grant("a")).isEqualTo(new Grant(2, CARD / 2, CARD / 2));
        assertThat(way.grant("b")).isEqualTo(new Grant(1, 0, CARD / 2));
        assertThat(way.isWaiting()).isTrue();
        way.keeps("a", 1);
        assertThat(way.share()).isEmpty();
        way.keeps("a", 2);
        assertThat(way.share()).containsExactly("b");
        assertThat(way.grant("b")).isEqualTo(new Grant(2, CARD / 2, CARD / 2));
        assertThat(way.isWaiting()).isFalse();
        way.drop("a");
        assertThat(way.share()).containsExactly("b");
        assertThat(way.grant("b").bits()).isEqualTo(CARD);
    }

    @Test
    void theGuestsOfAHostTakeTheirPartFirstAndALinkThatIsSlowBoundsAll() {
        FairWay<String> way = new FairWay<>();
        way.ask("a", new Ask(1_000, 1_000));
        way.ask("b", new Ask(100, 100));
        way.share();
        assertThat(way.grant("a").bits()).as("a link of 1,000").isEqualTo(900);
        way.card(500);
        way.share();
        assertThat(List.of(way.grant("a").bits(), way.grant("b").bits())).containsExactly(400L, 100L);
    }

    @Test
    void whatOneMoreWouldHaveIsWhatItHasWhenItHasCome() {
        for (int seed = 0; seed < SEEDS; seed++) {
            RandomGenerator random = Seed.of(seed).child("one-more").generator();
            FairWay<String> way = new FairWay<>();
            long card = random.nextLong(1_000_000_000, CARD);
            way.card(card);
            for (int number = random.nextInt(6); number > 0; number--) {
                way.ask("m-" + number, new Ask(CARD, random.nextLong(1, CARD)));
            }
            way.share();
            long link = random.nextLong(1_000_000, CARD);
            long foretold = way.oneMoreBits(card, link);
            way.ask("newcomer", new Ask(link, link));
            way.share();
            way.keepAll();
            way.share();
            assertThat(way.grant("newcomer").bits()).as("seed %d", seed).isEqualTo(foretold);
        }
    }
}
