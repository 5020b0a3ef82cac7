package io.godwit.rehearsal;

import io.godwit.array.ArraySettings;
import io.godwit.drill.Drill;
import io.godwit.drill.play.Audience;
import io.godwit.drill.play.Played;
import io.godwit.host.HostMakes;
import io.godwit.host.Images;
import io.godwit.image.GuestImage;
import io.godwit.invariant.Invariants;
import io.godwit.invariant.Premises;
import io.godwit.link.WireCodec;
import io.godwit.stage.FleetPlan;
import io.godwit.stage.GuestKinds;
import io.godwit.stage.VirtualStage;
import io.godwit.stage.Vocabulary;
import io.godwit.time.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Rehearses drills in virtual time, each on a fleet of its own.
///
/// @param makes that hosts may be of
/// @param images that VMs may be made from
/// @param array what its arrays can do
/// @param bytes whether every message goes through its form in bytes, as on JVMs: slower, and closer to the truth
public record VirtualTheatre(HostMakes makes, List<GuestImage> images, ArraySettings array, boolean bytes)
        implements Theatre {

    /// What a rehearsal left, and a number that two runs share only if they were the same.
    ///
    /// @param watched the invariants that saw each event as it happened
    public record Rehearsed(Played played, String fingerprint, Invariants watched) {}

    @Override
    public Performance play(Drill drill) {
        var rehearsed = rehearse(drill);
        return new Performed(rehearsed.played(), Optional.of(rehearsed.watched()));
    }

    /// Nothing: a seed is all that is needed to see it again.
    @Override
    public void keep(Path folder) {}

    /// Nothing: a rehearsal is over in seconds, and leaves nothing if its process is ended.
    @Override
    public void stop(String why) {}

    @Override
    public void close() {}

    public Rehearsed rehearse(Drill drill) {
        var seed = Seed.of(drill.run().seed());
        var plan = FleetPlan.of(drill);
        var codec = bytes ? Optional.of(Vocabulary.codec()) : Optional.<WireCodec>empty();
        var guests = GuestKinds.of(seed, new Images(images));
        var topology = drill.fleet().topology();
        var hosts = makes.with(topology.memory()).with(topology.tuning());
        try (var stage = VirtualStage.open(plan, new VirtualStage.Parts(hosts, array, guests, codec), seed)) {
            var watched = Invariants.all(Premises.of(drill, true));
            stage.watch(watched::observe);
            return switch (new Rehearsal(stage, plan, Audience.nobody()).play(drill)) {
                case Rehearsal.Completed(var played) -> new Rehearsed(played, stage.fingerprint(), watched);
                case Rehearsal.Littered() -> throw new IllegalStateException("a new fleet can't be littered");
            };
        }
    }
}
