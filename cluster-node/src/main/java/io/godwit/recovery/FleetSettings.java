package io.godwit.recovery;

import io.godwit.migration.precopy.Terms;
import io.godwit.permit.PermitSettings;
import io.godwit.placement.Placement;
import io.godwit.placement.Tolerance;
import java.time.Duration;

/// How a fleet is run.
///
/// @param confirmWithin how long a host may take to confirm an assignment before another host gets the VM
/// @param tick how often the controller looks at the clock; decisions that follow a change do not wait for it
/// @param limits of migrations in flight
/// @param attempts times a drain tries to move one VM before it is left where it is
/// @param migration terms of migrations that nobody gave terms for
public record FleetSettings(
        PermitSettings permits,
        Placement placement,
        Tolerance tolerance,
        Duration confirmWithin,
        Duration tick,
        MoveLimits limits,
        int attempts,
        Terms migration) {}
