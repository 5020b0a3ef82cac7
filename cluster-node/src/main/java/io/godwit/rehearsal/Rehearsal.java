package io.godwit.rehearsal;

import io.godwit.drill.Drill;
import io.godwit.drill.Renumbered;
import io.godwit.drill.play.Audience;
import io.godwit.drill.play.Director;
import io.godwit.drill.play.Played;
import io.godwit.drill.play.Scene;
import io.godwit.identity.HostId;
import io.godwit.link.NodeId;
import io.godwit.network.EdgeSwitch;
import io.godwit.stage.FleetPlan;
import io.godwit.stage.Stage;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;

/// Plays drills on a stage that is open, one after the other. Before each but the first, the fleet is cleared of what
/// the drills before have left.
public final class Rehearsal {

    /// How a play went.
    public sealed interface Ended {}

    public record Completed(Played played) implements Ended {}

    /// What the drills before have left could not be cleared away: this fleet is of no use any more.
    public record Littered() implements Ended {}

    /// Within this a fleet with live processes has elected, joined and stopped whatever it ran.
    private static final Duration CLEARING = Duration.ofSeconds(60);

    /// What a drill may take beyond its own times: founding, last words and audit.
    private static final Duration ALLOWANCE = Duration.ofMinutes(1);

    private final Stage stage;
    private final FleetPlan plan;
    private final Audience audience;
    private final AtomicReference<Optional<ActorRef<Director.Command>>> onStage =
            new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> stopped = new AtomicReference<>(Optional.empty());
    private int plays;

    public Rehearsal(Stage stage, FleetPlan plan, Audience audience) {
        this.stage = stage;
        this.plan = plan;
        this.audience = audience;
        stage.watch(audience::saw);
    }

    /// Gives up what is played, and whatever would be played after it. May be called by any thread.
    public void stop(String why) {
        stopped.set(Optional.of(why));
        onStage.get().ifPresent(director -> director.tell(new Director.Stop(why)));
    }

    /// @throws IllegalStateException if the drill does not end by itself, which is a bug
    public Ended play(Drill drill) {
        if (plays > 0 && !clear()) {
            return new Littered();
        }
        var mine = Renumbered.of(drill, plays);
        plays++;
        var hosts = new TreeMap<HostId, NodeId>();
        plan.topology().workers().forEach(host -> hosts.put(host.id(), host.node()));
        var edge = stage.spawn(
                EdgeSwitch.create(new EdgeSwitch.Ground(stage.link(), stage.timeline(), hosts, stage.recorder())),
                "edge-" + plays);
        var scene = new Scene(mine, stage, plan.arrays(), edge, stage.recorder(), "drill-" + plays, audience);
        audience.begins(mine);
        var played = new AtomicReference<Optional<Played>>(Optional.empty());
        var director = stage.spawn(Director.create(scene, done -> played.set(Optional.of(done))), "director-" + plays);
        onStage.set(Optional.of(director));
        stopped.get().ifPresent(why -> director.tell(new Director.Stop(why)));
        var limit = drill.steady()
                .within()
                .plus(drill.heal().end())
                .plus(drill.run().stopAfter().orElse(Duration.ZERO))
                .plus(ALLOWANCE);
        stage.runUntil(() -> played.get().isPresent(), limit);
        return new Completed(played.get()
                .orElseThrow(() -> new IllegalStateException(drill.title() + " did not end within " + limit)));
    }

    private boolean clear() {
        for (var setup : plan.setups()) {
            stage.resume(setup.node());
            if (!stage.isAlive(setup.node())) {
                stage.start(setup.node());
            }
        }
        var cleared = new AtomicBoolean();
        stage.spawn(
                Clearing.create(stage, plan.topology(), "clearing-" + plays, () -> cleared.set(true)),
                "clearing-" + plays);
        return stage.runUntil(cleared::get, CLEARING);
    }
}
