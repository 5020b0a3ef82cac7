package io.godwit.invariant;

import io.godwit.identity.VmId;
import io.godwit.registry.RegistryView;
import java.util.Optional;
import java.util.SortedMap;

/// What was found when all was over.
///
/// @param last what the registry said last; empty if nobody answered
/// @param missingWrites of each VM whose disk was audited: acknowledged writes that it does not hold
/// @param healedNs when the faults were ended, on the clock of a history in one order; empty if it never came to that
/// @param healedIndex the last entry of the registry's log when the fleet first answered after that
/// @param endNs when the history ends, on that clock
public record Ending(
        Optional<RegistryView> last,
        SortedMap<VmId, Long> missingWrites,
        Optional<Long> healedNs,
        Optional<Long> healedIndex,
        long endNs) {}
