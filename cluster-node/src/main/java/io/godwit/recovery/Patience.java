package io.godwit.recovery;

import io.godwit.recovery.OrderDesk.Ruling;
import io.godwit.registry.CommandId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Lets orders wait that nothing stands against but hosts that are silent. To a new leader all are, until they renew
/// their permits with it: what it would refuse now it takes a moment later.
///
/// Mutable, and owned by the controller's term.
final class Patience {

    /// Longer than permits of 5 s with their grace, so that a silent host has been heard again or was declared lost;
    /// shorter than a door waits for an answer, so that whoever asked is told what is true then.
    static final Duration LIMIT = Duration.ofSeconds(6);

    private final Map<CommandId, Long> sinceNs = new LinkedHashMap<>();

    /// Whether the order is to be ruled on again later.
    ///
    /// @param ifHeard the ruling as it would be if each silent host were heard
    boolean waits(CommandId order, Ruling ruling, Supplier<Ruling> ifHeard, long nowNs) {
        if (ruling instanceof Ruling.Refuse
                && !(ifHeard.get() instanceof Ruling.Refuse)
                && nowNs - sinceNs.computeIfAbsent(order, _ -> nowNs) < LIMIT.toNanos()) {
            return true;
        }
        sinceNs.remove(order);
        return false;
    }
}
