package io.godwit.drill;

import io.godwit.drill.Action.Deed.ScaleBy;
import io.godwit.migration.precopy.Terms;
import io.godwit.recovery.MoveLimits;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What stands before anything is broken.
///
/// @param vms in the file's order, groups expanded: `web-1`, `web-2`, ...
/// @param rules of groups whose size follows their load
/// @param permit length of a permit; empty: the fleet's own default
/// @param migration terms of every migration whose step has none of its own
/// @param limits of migrations in flight
public record Fleet(
        Topology topology,
        List<VmSpec> vms,
        List<ScaleBy> rules,
        Optional<Duration> permit,
        Terms migration,
        MoveLimits limits) {

    public Fleet {
        vms = List.copyOf(vms);
        rules = List.copyOf(rules);
    }
}
