package io.godwit.rehearsal;

import io.godwit.array.ArraySettings;
import io.godwit.drill.Drill;
import io.godwit.drill.play.Played;
import io.godwit.host.HostSpec;
import io.godwit.link.WireCodec;
import io.godwit.stage.FleetPlan;
import io.godwit.stage.GuestKinds;
import io.godwit.stage.VirtualStage;
import io.godwit.stage.Vocabulary;
import io.godwit.time.Seed;
import java.util.Optional;
import java.util.SortedMap;

/// Rehearses drills in virtual time, each on a fleet of its own.
///
/// @param machines the hardware of each kind of host, by name
/// @param array what its arrays can do
/// @param bytes whether every message goes through its form in bytes, as on JVMs: slower, and closer to the truth
public record VirtualTheatre(SortedMap<String, HostSpec> machines, ArraySettings array, boolean bytes) {

    /// What a rehearsal left, and a number that two runs share only if they were the same.
    public record Performance(Played played, String fingerprint) {}

    public Performance play(Drill drill) {
        var seed = Seed.of(drill.run().seed());
        var plan = FleetPlan.of(drill);
        var codec = bytes ? Optional.of(Vocabulary.codec()) : Optional.<WireCodec>empty();
        try (var stage =
                VirtualStage.open(plan, new VirtualStage.Parts(machines, array, GuestKinds.of(seed), codec), seed)) {
            var played = new Rehearsal(stage, plan).play(drill);
            return new Performance(played, stage.fingerprint());
        }
    }
}
