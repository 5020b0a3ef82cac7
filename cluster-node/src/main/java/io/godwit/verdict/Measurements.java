package io.godwit.verdict;

import io.godwit.identity.VmId;
import io.godwit.verdict.ObjectiveRow.Worst;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Numbers of several VMs, of which some may have no end.
///
/// @param each a value, or empty: worse than any
record Measurements(List<Worst> each) {

    private static final Comparator<Worst> BY_VALUE = Comparator.comparingLong(
                    (Worst it) -> it.value().orElse(Long.MAX_VALUE))
            .thenComparing(Worst::vm, Comparator.reverseOrder());

    Measurements {
        each = each.stream().sorted(BY_VALUE).toList();
    }

    static Worst of(VmId vm, Optional<Long> value) {
        return new Worst(vm, value);
    }

    boolean isEmpty() {
        return each.isEmpty();
    }

    /// The smallest measured number that at least so many percent do not exceed: nearest rank, exact.
    ///
    /// @param percentile 1 to 100
    /// @return empty if that one has no end
    Optional<Long> percentile(int percentile) {
        int rank = (int) ((each.size() * (long) percentile + 99) / 100);
        return each.get(Math.max(1, rank) - 1).value();
    }

    /// Of equals the first by name.
    Worst worst() {
        return each.getLast();
    }

    long sum() {
        return each.stream().mapToLong(it -> it.value().orElse(0L)).sum();
    }
}
