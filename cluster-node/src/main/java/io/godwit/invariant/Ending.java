package io.godwit.invariant;

import io.godwit.identity.VmId;
import io.godwit.registry.RegistryView;
import java.util.Optional;
import java.util.SortedMap;

/// What was found when all was over.
///
/// @param last what the registry said last; empty if nobody answered
/// @param missingWrites of each VM whose disk was audited: acknowledged writes that it does not hold
public record Ending(Optional<RegistryView> last, SortedMap<VmId, Long> missingWrites) {}
