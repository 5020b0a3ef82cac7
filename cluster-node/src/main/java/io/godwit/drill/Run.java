package io.godwit.drill;

import io.godwit.advice.Advice;
import java.time.Duration;
import java.util.Optional;

/// How a drill is run.
///
/// @param stopAfter drill time at which the run is given up; empty: never
/// @param advice the rule by which the report says which size VMs should have; empty: nobody watches what they use
public record Run(long seed, Clock clock, Optional<Duration> stopAfter, Optional<Advice> advice) {

    public enum Clock {
        /// On JVMs or in virtual time, as the caller likes.
        ANY,
        /// In virtual time only: too long or too large for processes.
        VIRTUAL
    }
}
