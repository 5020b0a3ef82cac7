package io.godwit.rehearsal;

import io.godwit.array.ArraySettings;
import io.godwit.array.ArrayWire;
import io.godwit.drill.Drill;
import io.godwit.drill.play.Played;
import io.godwit.host.GuestMaker;
import io.godwit.host.HostSpec;
import io.godwit.host.Images;
import io.godwit.host.Workloads;
import io.godwit.link.WireCodec;
import io.godwit.link.WireMessage;
import io.godwit.migration.MigrationWire;
import io.godwit.network.NetworkWire;
import io.godwit.node.HoldWire;
import io.godwit.node.PowerWire;
import io.godwit.permit.PermitWire;
import io.godwit.recovery.ControlWire;
import io.godwit.recovery.HostWire;
import io.godwit.registry.RegistryWire;
import io.godwit.stage.FleetPlan;
import io.godwit.stage.VirtualStage;
import io.godwit.time.Seed;
import io.godwit.unit.MemorySize;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// Rehearses drills in virtual time, each on a fleet of its own.
///
/// @param machines the hardware of each kind of host, by name
/// @param array what its arrays can do
/// @param bytes whether every message goes through its form in bytes, as on JVMs: slower, and closer to the truth
public record VirtualTheatre(SortedMap<String, HostSpec> machines, ArraySettings array, boolean bytes) {

    /// The size of a guest's page: the smallest mapping of x86-64.
    private static final MemorySize PAGE = MemorySize.ofKibibytes(4);

    /// Every family of messages that crosses the link.
    public static List<Class<? extends WireMessage>> families() {
        return List.of(
                ArrayWire.class,
                ControlWire.class,
                HoldWire.class,
                HostWire.class,
                MigrationWire.class,
                NetworkWire.class,
                PermitWire.class,
                PowerWire.class,
                RegistryWire.class);
    }

    /// What a rehearsal left, and a number that two runs share only if they were the same.
    public record Performance(Played played, String fingerprint) {}

    public Performance play(Drill drill) {
        var seed = Seed.of(drill.run().seed());
        var plan = FleetPlan.of(drill);
        var codec = bytes ? Optional.of(new WireCodec(families())) : Optional.<WireCodec>empty();
        try (var stage = VirtualStage.open(plan, new VirtualStage.Parts(machines, array, guests(seed), codec), seed)) {
            var played = new Rehearsal(stage, plan).play(drill);
            return new Performance(played, stage.fingerprint());
        }
    }

    /// How guests are made in a run of this seed.
    public static GuestMaker guests(Seed seed) {
        return new GuestMaker(new Images(List.of()), new Workloads(seed, PAGE));
    }
}
