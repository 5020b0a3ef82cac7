package io.godwit.rehearsal;

import io.godwit.drill.Drill;
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
import java.util.concurrent.atomic.AtomicReference;

/// Plays drills on a stage that is open, one after the other.
public final class Rehearsal {

    /// What a drill may take beyond its own times: founding, last words and audit.
    private static final Duration ALLOWANCE = Duration.ofMinutes(1);

    private final Stage stage;
    private final FleetPlan plan;
    private int plays;

    public Rehearsal(Stage stage, FleetPlan plan) {
        this.stage = stage;
        this.plan = plan;
    }

    /// @throws IllegalStateException if the drill does not end by itself, which is a bug
    public Played play(Drill drill) {
        plays++;
        var hosts = new TreeMap<HostId, NodeId>();
        plan.topology().workers().forEach(host -> hosts.put(host.id(), host.node()));
        var edge = stage.spawn(EdgeSwitch.create(stage.link(), hosts, stage.recorder()), "edge-" + plays);
        var scene = new Scene(drill, stage, plan.arrays(), edge, stage.recorder(), "drill-" + plays);
        var played = new AtomicReference<Optional<Played>>(Optional.empty());
        stage.spawn(Director.create(scene, done -> played.set(Optional.of(done))), "director-" + plays);
        var limit = drill.steady()
                .within()
                .plus(drill.heal().end())
                .plus(drill.run().stopAfter().orElse(Duration.ZERO))
                .plus(ALLOWANCE);
        stage.runUntil(() -> played.get().isPresent(), limit);
        return played.get()
                .orElseThrow(() -> new IllegalStateException(drill.title() + " did not end within " + limit));
    }
}
