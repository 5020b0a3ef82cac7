package io.godwit.verdict;

import io.godwit.drill.Objective;
import io.godwit.identity.VmId;
import io.godwit.unit.Durations;
import java.util.Optional;

/// One objective of one group against its target.
///
/// @param objective the word for it in the file
/// @param target the bound in the file's words
/// @param unit of `limit`, `measured` and the worst
/// @param floor whether the limit is what is asked for at least
/// @param measurements how many numbers the measured one was taken from
/// @param measured the percentile or sum that is compared; empty: no data, which is a miss, or without end
/// @param worst the VM that did worst
/// @param sentence what was found, for people
public record ObjectiveRow(
        String group,
        String objective,
        String target,
        Unit unit,
        boolean floor,
        long limit,
        int measurements,
        Optional<Long> measured,
        Optional<Worst> worst,
        Standing standing,
        String sentence) {

    /// @param value empty: it never ended, or could not be measured
    public record Worst(VmId vm, Optional<Long> value) {}

    /// What tells it from the others of its report, such as `web rto p95 15s`.
    String name() {
        return group + " " + objective + " " + target;
    }

    /// What was measured, for a sentence.
    String value() {
        return measured.map(unit::words).orElse("not measured");
    }

    /// Grows with how bad it is, for two rows of one name.
    long badness() {
        return measured.map(it -> floor ? -it : it).orElse(Long.MAX_VALUE);
    }

    public enum Unit {
        NS,
        WRITES,
        /// Thousandths of all vCPUs of a VM.
        PERMILLE_OF_VCPUS,
        /// Thousandths of one a second.
        MILLI_PER_SECOND;

        /// For people.
        public String words(long value) {
            return switch (this) {
                case NS -> Durations.roughlyNs(value);
                case WRITES -> Long.toString(value);
                case PERMILLE_OF_VCPUS -> Objective.Figure.CPU.amount(value);
                case MILLI_PER_SECOND -> Objective.Figure.DISK.amount(value);
            };
        }
    }
}
