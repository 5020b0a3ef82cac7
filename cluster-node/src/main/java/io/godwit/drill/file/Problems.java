package io.godwit.drill.file;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Collects what is wrong, each problem once, in the order found.
final class Problems {

    private final Set<Problem> found = new LinkedHashSet<>();

    void add(Problem problem) {
        found.add(problem);
    }

    /// The result, or nothing and one problem more.
    <T> Optional<T> attempt(Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (Refused refused) {
            add(refused.problem());
            return Optional.empty();
        }
    }

    /// Runs a check that may refuse.
    void check(Runnable check) {
        try {
            check.run();
        } catch (Refused refused) {
            add(refused.problem());
        }
    }

    /// Ends a stage: what follows builds upon what was read so far.
    ///
    /// @throws DrillFileError if anything was found
    void settle() {
        if (!found.isEmpty()) {
            throw new DrillFileError(List.copyOf(found));
        }
    }
}
