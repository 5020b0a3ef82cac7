package io.godwit.migration.precopy;

import io.godwit.history.MigrationEvent.Aid;
import java.util.List;

/// How a guest that writes faster than its pages travel is slowed. Judged after each round.
public sealed interface Throttling permits AutoConverge, DirtyLimit {

    /// QEMU's `throttle-trigger-threshold` (migration/options.c, 9.0): a round counts when the guest dirtied more than
    /// this part of what the round sent.
    int TRIGGER_PERCENT = 50;

    /// After so many such rounds in a row something is done (QEMU, migration/ram.c, `migration_trigger_throttle`).
    int ROUNDS_FOR_A_STEP = 2;

    /// How much of its CPU the guest is to lose in the next round, in percent; 0 for none.
    ///
    /// @param vcpus that the guest has
    int throttleAfter(List<Round> rounds, int vcpus);

    Aid aid();
}
