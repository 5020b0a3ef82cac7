package io.godwit.migration.precopy;

/// What a pre-copy does next.
public sealed interface Course {

    /// Whether a guest that is moved so is left with more than little: of a hybrid, that follows it.
    default boolean leavesMuch() {
        return this instanceof StopAnyway || this instanceof GiveUp;
    }

    record CopyAgain() implements Course {}

    /// What is left is little.
    record SwitchOver(Forecast forecast) implements Course {}

    /// The rounds are used up, and the rule promises no downtime: the guest is stopped with whatever is left.
    record StopAnyway(Forecast forecast) implements Course {}

    /// The rounds are used up, and what is left still takes longer than allowed.
    record GiveUp(int rounds, Forecast forecast, long limitNs) implements Course {

        /// One sentence for people, with the numbers.
        public String why() {
            return "not converging: after " + rounds + " rounds " + forecast + " against a limit of "
                    + Forecast.millis(limitNs);
        }
    }
}
