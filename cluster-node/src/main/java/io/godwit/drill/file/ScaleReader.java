package io.godwit.drill.file;

import io.godwit.drill.Action.Deed;
import java.time.Duration;

/// Reads the rule by which a group's size follows its load, of a group or of a step.
final class ScaleReader {

    static final String[] KEYS = {"min", "max", "utilisation", "cooldown"};

    /// As at the doors.
    static final int MAX_GROUP = 10_000;

    /// Longer than a start takes, so that what was started last has its part of the load.
    private static final Duration COOLDOWN = Duration.ofSeconds(30);

    private ScaleReader() {}

    /// A group's own VMs are what the drill is judged by: there are never fewer.
    ///
    /// @param count of these
    static Deed.ScaleBy read(Section section, String group, int count) {
        int min = section.require("min", "min: " + count).whole(count, MAX_GROUP);
        int max = section.require("max", "max: " + (min + 4)).whole(min, MAX_GROUP);
        Item utilisation = section.require("utilisation", "utilisation: 60%");
        if (utilisation.share().billionths() == 0) {
            throw utilisation.refused("is nothing, which no number of VMs reaches: write a share above 0");
        }
        return new Deed.ScaleBy(
                group, min, max, utilisation.share(), section.get("cooldown", Item::duration, COOLDOWN));
    }
}
