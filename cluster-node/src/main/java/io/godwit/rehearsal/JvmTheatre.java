package io.godwit.rehearsal;

import io.godwit.drill.Drill;
import io.godwit.drill.play.Played;
import io.godwit.process.JvmStage;
import io.godwit.stage.FleetPlan;

/// Plays drills on real processes of this machine, each on a fleet of its own.
public record JvmTheatre(JvmStage.Parts parts) {

    /// How a performance went.
    public sealed interface Performance {}

    public record Performed(Played played) implements Performance {}

    /// @param why the fleet did not come up: a sentence for people
    public record NotStarted(String why) implements Performance {}

    public Performance play(Drill drill) {
        FleetPlan plan = FleetPlan.of(drill);
        return switch (JvmStage.open(plan, parts)) {
            case JvmStage.Opened(var stage) -> {
                try (stage) {
                    yield new Performed(new Rehearsal(stage, plan).play(drill));
                }
            }
            case JvmStage.NotOpened(var why) -> new NotStarted(why);
        };
    }
}
