package io.godwit.drill.file;

import io.godwit.advice.Advice;
import io.godwit.unit.Durations;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/// Reads `advise`: `{rule: usual, window: 30s}`.
///
/// @param rules there are
record AdviceReader(SortedMap<String, Advice> rules) {

    /// @param end of the drill, which no window outlasts
    Advice read(Item item, Duration end) {
        var section = item.section("rule", "window");
        if (rules.isEmpty()) {
            throw item.refused("needs a file of config/advice, and none can be read: start in Godwit's folder");
        }
        var rule = section.require("rule", "rule: usual").oneOf(List.copyOf(rules.keySet()));
        var advice = rules.get(rule);
        var window = section.get("window").map(Item::durationAboveZero);
        if (window.isPresent() && window.get().compareTo(end) > 0) {
            throw section.refusedAt(
                    "window",
                    Durations.format(window.get()) + " is longer than the drill, which ends at " + Durations.format(end)
                            + ": write a shorter time");
        }
        return window.map(advice::over).orElse(advice);
    }
}
