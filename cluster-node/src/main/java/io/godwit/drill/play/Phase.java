package io.godwit.drill.play;

import io.godwit.drill.play.Audience.Act;
import io.godwit.drill.play.Audience.Moment;
import java.util.Optional;

/// Where a drill stands, each phase with what only it knows. Times are on the console's clock.
///
/// ```
/// Founding -> Steadying -> Playing -> Settling -> Draining -> Auditing -> Over
/// Founding -> Over, Steadying -> Over      the baseline is not reached in time
/// Playing  -> Draining                     it was stopped
/// ```
sealed interface Phase {

    /// @param ordered whether the VMs were ordered, and not refused since
    /// @param missing why they were not created yet
    record Founding(long sinceNs, boolean ordered, String missing) implements Phase {}

    /// @param wellSinceNs since when the baseline has held without a break; empty while it does not
    record Steadying(long sinceNs, Optional<Long> wellSinceNs, String missing) implements Phase {}

    record Playing() implements Phase {}

    /// @param missing what is not well again, first of all
    record Settling(long healedNs, String missing) implements Phase {}

    /// Clients send nothing new, and have until then to be answered.
    record Draining(long untilNs) implements Phase {}

    record Auditing(long untilNs) implements Phase {}

    record Over() implements Phase {}

    /// What an audience is told of it.
    default Moment moment(long drillNs) {
        return switch (this) {
            case Founding founding -> new Moment(Act.FOUNDING, Optional.empty(), founding.missing());
            case Steadying waiting -> new Moment(Act.STEADYING, Optional.empty(), waiting.missing());
            case Playing _ -> new Moment(Act.PLAYING, Optional.of(drillNs), "");
            case Settling settling -> new Moment(Act.SETTLING, Optional.of(drillNs), settling.missing());
            case Draining _, Auditing _ -> new Moment(Act.AUDITING, Optional.of(drillNs), "");
            case Over _ -> new Moment(Act.OVER, Optional.of(drillNs), "");
        };
    }
}
