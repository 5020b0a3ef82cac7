package io.godwit.drill;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One rehearsal with a verdict: a fleet, a baseline, what is done to it and what is expected. Times are drill times:
/// they count from the moment at which the baseline was reached.
///
/// @param name as in the file
/// @param cell the values of the matrix's variables in this cell, in the file's order; empty without a matrix
/// @param timeline in the file's order
public record Drill(
        String name,
        Map<String, String> cell,
        Fleet fleet,
        Steady steady,
        List<Step> timeline,
        Heal heal,
        Expectations expect,
        Run run) {

    public Drill {
        cell = Collections.unmodifiableMap(new LinkedHashMap<>(cell));
        timeline = List.copyOf(timeline);
    }

    /// The name with its cell, such as `crash-matrix[phase=commit,victim=source]`.
    public String title() {
        if (cell.isEmpty()) {
            return name;
        }
        return cell.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(",", name + "[", "]"));
    }
}
