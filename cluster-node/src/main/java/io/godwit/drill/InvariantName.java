package io.godwit.drill;

/// The safety invariants that a drill may ask for, with the numbers they have in the documentation.
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
    MEMORY_IS_CONSERVED(17);

    private final int number;

    InvariantName(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
