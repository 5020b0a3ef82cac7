package io.godwit.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Timers of vCPUs and events of CPUs come in order of time and number, against a sorted set, over times from
/// nanoseconds to months ahead.
class FirstEventsTest {

    private static final int NUMBERS = 40;

    private record Event(long ns, int number) implements Comparable<Event> {

        @Override
        public int compareTo(Event other) {
            return ns == other.ns ? Integer.compare(number, other.number) : Long.compare(ns, other.ns);
        }
    }

    @Test
    void timersComeInOrderHoweverFarAheadTheyAreSet() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new SplittableRandom(seed);
            var timers = new VcpuTimers();
            timers.grow(NUMBERS);
            var expected = new TreeSet<Event>();
            long nowNs = random.nextLong(1L << 50);
            for (int step = 0; step < 2_000; step++) {
                int vcpu = random.nextInt(NUMBERS);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        timers.cancel(vcpu);
                        expected.removeIf(event -> event.number() == vcpu);
                    }
                    case 1 -> {
                        if (!expected.isEmpty()) {
                            Event first = expected.removeFirst();
                            assertThat(timers.removeFirst()).as("seed %d", seed).isEqualTo(first.number());
                            nowNs = first.ns();
                        }
                    }
                    default -> {
                        long atNs = nowNs + ahead(random);
                        timers.set(vcpu, atNs);
                        expected.removeIf(event -> event.number() == vcpu);
                        expected.add(new Event(atNs, vcpu));
                    }
                }
                assertThat(timers.firstNs())
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(
                                expected.isEmpty()
                                        ? EarliestCpu.NEVER
                                        : expected.getFirst().ns());
            }
        }
    }

    @Test
    void cpusComeInOrderHoweverFarAheadTheirEventsAre() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new SplittableRandom(seed);
            int cpus = 1 + random.nextInt(NUMBERS);
            var earliest = new EarliestCpu(cpus);
            var expected = new TreeSet<Event>();
            long nowNs = 0;
            for (int step = 0; step < 2_000; step++) {
                int cpu = random.nextInt(cpus);
                expected.removeIf(event -> event.number() == cpu);
                if (random.nextInt(5) == 0) {
                    earliest.set(cpu, EarliestCpu.NEVER);
                } else {
                    long atNs = nowNs + ahead(random);
                    earliest.set(cpu, atNs);
                    expected.add(new Event(atNs, cpu));
                }
                if (expected.isEmpty()) {
                    assertThat(earliest.ns()).isEqualTo(EarliestCpu.NEVER);
                } else {
                    assertThat(earliest.ns())
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(expected.getFirst().ns());
                    assertThat(earliest.cpu()).isEqualTo(expected.getFirst().number());
                    nowNs = Math.max(nowNs, earliest.ns());
                }
            }
        }
    }

    /// Few different times, so that many are equal; microseconds, seconds, and now and then twenty days.
    private static long ahead(SplittableRandom random) {
        return switch (random.nextInt(20)) {
            case 0 -> random.nextLong(1_700_000L) * CpuTopology.CORE;
            case 1, 2, 3 -> random.nextLong(3_000_000_000L);
            case 4, 5 -> random.nextInt(4) * 40_000_000L;
            default -> random.nextInt(8) * 100_000L;
        };
    }
}
