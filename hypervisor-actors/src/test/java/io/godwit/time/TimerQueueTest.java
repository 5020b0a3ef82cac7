package io.godwit.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TimerQueueTest {

    private record Expected(long timeNs, int number, VirtualTimer timer) {}

    @Test
    void firesInTheOrderOfASortedList() {
        for (long seed = 0; seed < 200; seed++) {
            RandomGenerator random = Seed.of(seed).child("timers").generator();
            List<Expected> expected = new ArrayList<>();
            List<Integer> fired = new ArrayList<>();
            List<Integer> wanted = new ArrayList<>();
            try (VirtualWorld world = new VirtualWorld()) {
                long horizon = 1 + random.nextLong(60);
                for (int number = 0; number < 400; number++) {
                    switch (random.nextInt(8)) {
                        case 0 -> cancelOne(random, expected);
                        case 1 -> {
                            long until = world.now() + random.nextLong(horizon);
                            wanted.addAll(due(expected, until));
                            world.runUntil(until);
                        }
                        default -> expected.add(add(world, number, random.nextLong(horizon), fired));
                    }
                }
                wanted.addAll(due(expected, Long.MAX_VALUE));
                world.runUntil(Long.MAX_VALUE);
            }
            assertThat(fired).as("seed %d", seed).isNotEmpty().isEqualTo(wanted);
        }
    }

    @Test
    void forgetsCancelledTimersLongBeforeTheyWouldBeDue() {
        try (VirtualWorld world = new VirtualWorld()) {
            for (int i = 0; i < 100_000; i++) {
                VirtualTimer timer = VirtualTimer.once(world, null, () -> {});
                timer.queue(1_000_000 + i);
                assertThat(timer.cancel()).isTrue();
                assertThat(timer.cancel()).isFalse();
            }
            assertThat(world.timers().size()).isLessThan(200);
        }
    }

    @Test
    void keepsNoMoreThanTwiceWhatIsPending() {
        try (VirtualWorld world = new VirtualWorld()) {
            List<VirtualTimer> pending = new ArrayList<>();
            RandomGenerator random = Seed.of(5).generator();
            for (int i = 0; i < 50_000; i++) {
                VirtualTimer timer = VirtualTimer.once(world, null, () -> {});
                timer.queue(random.nextLong(1_000_000));
                pending.add(timer);
                if (pending.size() > 1000) {
                    pending.remove(random.nextInt(pending.size())).cancel();
                }
                assertThat(world.timers().size()).isLessThanOrEqualTo(2 * Math.max(pending.size(), 64));
            }
        }
    }

    private static Expected add(VirtualWorld world, int number, long delayNs, List<Integer> fired) {
        VirtualTimer timer = VirtualTimer.once(world, null, () -> fired.add(number));
        long timeNs = world.after(delayNs);
        timer.queue(timeNs);
        return new Expected(timeNs, number, timer);
    }

    private static void cancelOne(RandomGenerator random, List<Expected> expected) {
        if (!expected.isEmpty()) {
            assertThat(expected.remove(random.nextInt(expected.size())).timer().cancel())
                    .isTrue();
        }
    }

    private static List<Integer> due(List<Expected> expected, long untilNs) {
        List<Expected> due = expected.stream()
                .filter(timer -> timer.timeNs() <= untilNs)
                .sorted(Comparator.comparingLong(Expected::timeNs).thenComparingInt(Expected::number))
                .toList();
        expected.removeAll(due);
        return due.stream().map(Expected::number).toList();
    }
}
