package io.godwit.drill;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What must come out.
///
/// @param always invariants that hold at every instant
/// @param objectives by group, in the file's order
/// @param eventually what is true again some time after the heal
/// @param mustHappen steps without which the drill has proved nothing; all, unless the file names some
public record Expectations(
        List<InvariantName> always,
        Map<String, List<Objective>> objectives,
        Eventually eventually,
        List<String> mustHappen) {

    public Expectations {
        always = List.copyOf(always);
        objectives = Collections.unmodifiableMap(new LinkedHashMap<>(objectives));
        mustHappen = List.copyOf(mustHappen);
    }

    /// @param within time from the heal
    /// @param protectedRunning every protected VM runs
    /// @param noLeftovers no reservation, half-made VM, process or socket is left
    public record Eventually(Duration within, boolean protectedRunning, boolean noLeftovers) {}
}
