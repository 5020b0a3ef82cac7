package io.godwit.guest;

import io.godwit.unit.Share;
import java.util.OptionalLong;

/// How much CPU a guest wants at each time, as a step function: the share of each of its vCPUs that it would keep
/// busy. Times are nanoseconds since the guest's first start; a demand holds from its step until the next.
public sealed interface CpuDemand permits CpuDemand.Constant, CpuDemand.Bursts, CpuTrace, CpuGenerator {

    /// What each vCPU wants at this time, in nano-cores: 0 to 1,000,000,000.
    long nanoCoresPerVcpu(long timeNs);

    /// When the demand may next be another one; empty if it never is.
    OptionalLong nextStepNs(long timeNs);

    /// The same demand at all times.
    record Constant(Share share) implements CpuDemand {

        @Override
        public long nanoCoresPerVcpu(long timeNs) {
            return share.billionths();
        }

        @Override
        public OptionalLong nextStepNs(long timeNs) {
            return OptionalLong.empty();
        }
    }

    /// A square wave: busy for the first part of each period, quiet for the rest.
    record Bursts(Share busy, Share quiet, long periodNs, long busyNs) implements CpuDemand {

        public Bursts {
            if (busyNs <= 0 || busyNs >= periodNs) {
                throw new IllegalArgumentException("busy for " + busyNs + "ns of a period of " + periodNs + "ns");
            }
        }

        @Override
        public long nanoCoresPerVcpu(long timeNs) {
            return (timeNs % periodNs < busyNs ? busy : quiet).billionths();
        }

        @Override
        public OptionalLong nextStepNs(long timeNs) {
            long phaseNs = timeNs % periodNs;
            return OptionalLong.of(timeNs - phaseNs + (phaseNs < busyNs ? busyNs : periodNs));
        }
    }
}
