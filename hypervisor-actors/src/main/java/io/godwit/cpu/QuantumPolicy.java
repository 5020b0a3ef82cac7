package io.godwit.cpu;

import io.godwit.unit.IllegalQuantity;
import java.time.Duration;

/// By which rules a host gives its cores to vCPUs quantum by quantum, as a file under `config/schedulers` says.
public sealed interface QuantumPolicy {

    /// Whether vCPUs of one VM are kept together in time.
    CoScheduling coScheduling();

    /// The same with another slice.
    QuantumPolicy withSlice(Duration other);

    /// Xen's credit scheduler, see [CreditQueues].
    ///
    /// @param slice for which a vCPU runs, unless it sleeps or is overtaken
    /// @param tick at which a boost ends
    /// @param accounting how often credit is given; also the most that a vCPU can save up or owe
    /// @param rateLimit for which a vCPU runs before it may be overtaken
    record Credit(
            String scheduler,
            Duration slice,
            Duration tick,
            Duration accounting,
            Duration rateLimit,
            CoScheduling coScheduling,
            String source)
            implements QuantumPolicy {

        public Credit {
            requirePositive(slice, "slice");
            requirePositive(tick, "tick");
            requirePositive(accounting, "accounting");
        }

        @Override
        public Credit withSlice(Duration other) {
            return new Credit(scheduler, other, tick, accounting, rateLimit, coScheduling, source);
        }
    }

    /// Linux's scheduler since 6.6, see [EevdfQueues].
    record Eevdf(String scheduler, Slices slices, Quota quota, Balance balance, CoScheduling coScheduling)
            implements QuantumPolicy {

        /// On any number of CPUs.
        @Override
        public Eevdf withSlice(Duration other) {
            return new Eevdf(
                    scheduler,
                    new Slices(other, other, slices.runToParity(), slices.source()),
                    quota,
                    balance,
                    coScheduling);
        }
    }

    /// @param base slice on one CPU; it grows by as much with each doubling of CPUs
    /// @param longest slice, however many CPUs
    /// @param runToParity whether a vCPU that woke waits until the running one has had its part
    record Slices(Duration base, Duration longest, boolean runToParity, String source) {

        public Slices {
            requirePositive(base, "base");
            requirePositive(longest, "longest");
        }

        /// Of a machine with this many logical CPUs, in nanoseconds.
        long ns(int cpus) {
            double growth = 1 + StrictMath.log(cpus) / StrictMath.log(2);
            return Math.min(longest.toNanos(), Math.round(base.toNanos() * growth));
        }
    }

    /// How a cap is kept.
    ///
    /// @param period in which a VM has its cap's part of CPU time
    /// @param slice of that which a vCPU takes at once
    record Quota(Duration period, Duration slice, String source) {

        public Quota {
            requirePositive(period, "period");
            requirePositive(slice, "slice");
        }
    }

    /// @param every how often queues are evened out
    record Balance(Duration every, String source) {

        public Balance {
            requirePositive(every, "every");
        }
    }

    /// @param used whether vCPUs of a VM are stopped that are too far ahead of one that waits
    /// @param skew how long it waits before they are
    record CoScheduling(boolean used, Duration skew, String source) {

        public CoScheduling {
            requirePositive(skew, "skew");
        }
    }

    private static void requirePositive(Duration duration, String name) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalQuantity("a " + name + " of no time: write more than 0s");
        }
    }
}
