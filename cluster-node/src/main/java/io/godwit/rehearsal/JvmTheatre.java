package io.godwit.rehearsal;

import io.godwit.drill.Drill;
import io.godwit.drill.play.Audience;
import io.godwit.process.JvmStage;
import io.godwit.stage.FleetPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Plays drills on real processes of this machine. A fleet is kept for the next drill if that wants the same one: the
/// cells of a matrix share their processes.
public final class JvmTheatre implements Theatre {

    /// A fleet that has been started.
    private record House(FleetPlan plan, JvmStage stage, Rehearsal rehearsal) {}

    private final JvmStage.Parts parts;
    private final Audience audience;
    private volatile Optional<House> house = Optional.empty();
    private volatile Optional<String> stopped = Optional.empty();

    public JvmTheatre(JvmStage.Parts parts, Audience audience) {
        this.parts = parts;
        this.audience = audience;
    }

    /// A fleet that can't be cleared is given up for a new one.
    @Override
    public Performance play(Drill drill) {
        audience.begins(drill);
        var plan = FleetPlan.of(drill);
        if (house.filter(open -> open.plan().equals(plan)).isPresent()) {
            switch (house.orElseThrow().rehearsal().play(drill)) {
                case Rehearsal.Completed(var played) -> {
                    return new Performed(played, Optional.empty());
                }
                case Rehearsal.Littered() -> {}
            }
        }
        close();
        return switch (JvmStage.open(
                plan, parts.with(plan.topology().memory(), plan.topology().tuning()))) {
            case JvmStage.NotOpened(var why) -> new NotStarted(why);
            case JvmStage.Opened(var stage) ->
                premiere(new House(plan, stage, new Rehearsal(stage, plan, audience)), drill);
        };
    }

    private Performance premiere(House open, Drill drill) {
        house = Optional.of(open);
        stopped.ifPresent(open.rehearsal()::stop);
        return switch (open.rehearsal().play(drill)) {
            case Rehearsal.Completed(var played) -> new Performed(played, Optional.empty());
            case Rehearsal.Littered() -> throw new IllegalStateException("a new fleet can't be littered");
        };
    }

    @Override
    public void stop(String why) {
        stopped = Optional.of(why);
        house.ifPresent(open -> open.rehearsal().stop(why));
    }

    @Override
    public void keep(Path folder) throws IOException {
        if (house.isPresent()) {
            house.get().stage().keep(folder);
        }
    }

    @Override
    public void close() {
        house.ifPresent(open -> open.stage().close());
        house = Optional.empty();
    }
}
