package io.godwit.drill;

import java.util.Arrays;
import java.util.List;

/// The invariants, with the numbers they have in the documentation. A drill may ask for safety by name; liveness is
/// asked for by what shall be true in the end.
public enum InvariantName {
    ONE_RUNNING_COPY(1),
    FENCE_BEFORE_RESTART(2),
    OLD_IS_REFUSED(3),
    EPOCHS_INCREASE(4),
    PERMIT_IS_HONOURED(5),
    ACKNOWLEDGED_IS_KEPT(6),
    REGISTRY_IS_LINEARIZABLE(7),
    COMMANDS_RUN_ONCE(8),
    MIGRATION_IS_ATOMIC(11),
    NO_RESURRECTION(12),
    COPIES_KEEP_APART(13),
    NO_OVERCOMMITMENT(14),
    ONE_SIDE_DECIDES(15),
    UNFENCED_IS_SHOWN(16),
    MEMORY_IS_CONSERVED(17),
    REDUNDANCY_RETURNS(19),
    COMMANDS_END(20),
    ORDER_IS_KEPT(21),
    RETRIES_ARE_BOUNDED(22),
    NOTHING_IS_LEFT(23),
    NO_THRASH(24),
    GUARANTEES_ARE_KEPT(25),
    FORGED_IS_REFUSED(26),
    CRASH_STAYS_INSIDE(27),
    SHARES_ARE_KEPT(28),
    NEEDED_IS_KEPT(29);

    private static final int FIRST_OF_LIVENESS = 18;
    private static final int LAST_OF_LIVENESS = 24;

    private final int number;

    InvariantName(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /// It must hold at every instant. What is no safety is liveness: faults may delay it, and once they have ended it
    /// comes true.
    public boolean isSafety() {
        return number < FIRST_OF_LIVENESS || number > LAST_OF_LIVENESS;
    }

    public static List<InvariantName> safety() {
        return Arrays.stream(values()).filter(InvariantName::isSafety).toList();
    }
}
