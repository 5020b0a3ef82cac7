package io.godwit.migration.precopy;

/// What a pre-copy does next.
public sealed interface Course {

    record CopyAgain() implements Course {}

    record SwitchOver(Forecast forecast) implements Course {}

    /// The rounds are used up, and what is left still takes longer than allowed.
    record GiveUp(int rounds, Forecast forecast, long limitNs) implements Course {

        /// One sentence for people, with the numbers.
        public String why() {
            return "not converging: after " + rounds + " rounds " + forecast + " against a limit of "
                    + Forecast.millis(limitNs);
        }
    }
}
