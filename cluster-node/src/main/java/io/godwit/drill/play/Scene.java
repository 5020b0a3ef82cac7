package io.godwit.drill.play;

import io.godwit.drill.Drill;
import io.godwit.history.Recorder;
import io.godwit.link.NodeId;
import io.godwit.network.EdgeSwitch;
import io.godwit.stage.Stage;
import io.godwit.time.Seed;
import java.util.SortedMap;
import org.apache.pekko.actor.typed.ActorRef;

/// What a drill is played with.
///
/// @param stage with all nodes of the drill's topology started
/// @param arrays the node of each datastore
/// @param edge the clients' way into the fleet, on the console
/// @param recorder of the console's own events
/// @param client names this play towards the controller: no two plays on one fleet share it
public record Scene(
        Drill drill,
        Stage stage,
        SortedMap<String, NodeId> arrays,
        ActorRef<EdgeSwitch.Command> edge,
        Recorder recorder,
        String client,
        Audience audience) {

    Seed seed() {
        return Seed.of(drill.run().seed()).child("drill");
    }
}
