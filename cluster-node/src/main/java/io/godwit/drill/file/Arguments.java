package io.godwit.drill.file;

import java.util.List;
import java.util.OptionalLong;

/// What the caller changes in a drill file.
///
/// @param sets `key=value`, the key a dotted path such as `vms.web.count` or `timeline.kill.at`
/// @param seed in place of the file's
public record Arguments(List<String> sets, OptionalLong seed) {

    public Arguments {
        sets = List.copyOf(sets);
    }

    public static Arguments none() {
        return new Arguments(List.of(), OptionalLong.empty());
    }
}
