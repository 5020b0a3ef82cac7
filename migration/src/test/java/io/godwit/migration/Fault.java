package io.godwit.migration;

import io.godwit.history.MigrationEvent.Phase;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.link.CutMode;
import io.godwit.link.EmulatedNetwork.Way;
import io.godwit.link.LinkQuality;
import io.godwit.unit.Bandwidth;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Something that goes wrong in a simulated migration.
///
/// @param strike when
/// @param what what
/// @param length how long it lasts, if it does
record Fault(Strike strike, What what, Duration length) {

    private static final List<Phase> PHASES = List.of(Phase.values());

    /// @param phase after the start of which it strikes; empty: after the start of the migration
    record Strike(Optional<Phase> phase, Side side, Duration delay) {}

    sealed interface What {}

    record Kill(Side side) implements What {}

    record Stop(Side side) implements What {}

    record CutLink(Optional<Side> from, CutMode mode) implements What {}

    record CutRegistry(Side side) implements What {}

    record SlowLink(LinkQuality quality) implements What {}

    record Cancel() implements What {}

    /// A third party ends the migration in the registry.
    record ForeignAbort() implements What {}

    /// Recovery gives the VM to a third host.
    record Supersede() implements What {}

    /// A third of the faults strike anywhere, the others after the start of a phase: as often within a microsecond as
    /// within a millisecond.
    static Fault draw(RandomGenerator random) {
        Optional<Phase> phase =
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of(PHASES.get(random.nextInt(PHASES.size())));
        long delayNs = phase.isPresent() ? random.nextLong(1L << random.nextInt(23)) : random.nextLong(800_000_000);
        return new Fault(
                new Strike(phase, drawSide(random), Duration.ofNanos(delayNs)),
                drawWhat(random),
                Duration.ofMillis(200 + random.nextInt(7000)));
    }

    private static What drawWhat(RandomGenerator random) {
        return switch (random.nextInt(10)) {
            case 0 -> new Kill(drawSide(random));
            case 1, 2 -> new Stop(drawSide(random));
            case 3, 4 ->
                new CutLink(
                        random.nextBoolean() ? Optional.empty() : Optional.of(drawSide(random)),
                        random.nextBoolean() ? CutMode.HOLD : CutMode.LOSE);
            case 5 -> new CutRegistry(drawSide(random));
            case 6 ->
                new SlowLink(new LinkQuality(
                        Duration.ofMillis(random.nextInt(400)), new Bandwidth(10_000_000L * (1 + random.nextInt(20)))));
            case 7 -> new Cancel();
            case 8 -> new Supersede();
            default -> new ForeignAbort();
        };
    }

    private static Side drawSide(RandomGenerator random) {
        return random.nextBoolean() ? Side.SOURCE : Side.TARGET;
    }

    /// Brings it about.
    void inject(TwoHosts hosts) {
        switch (what) {
            case Kill(var side) -> hosts.kill(hosts.party(side));
            case Stop(var side) -> {
                if (hosts.party(side).node().isAlive()) {
                    hosts.party(side).node().pause();
                }
            }
            case CutLink(var from, var mode) -> {
                if (from.isEmpty() || from.get() == Side.SOURCE) {
                    hosts.network.cut(way(Side.SOURCE), mode);
                }
                if (from.isEmpty() || from.get() == Side.TARGET) {
                    hosts.network.cut(way(Side.TARGET), mode);
                }
            }
            case CutRegistry(var side) -> hosts.party(side).port().cut(true);
            case SlowLink(var quality) -> {
                hosts.network.degrade(way(Side.SOURCE), quality);
                hosts.network.degrade(way(Side.TARGET), quality);
            }
            case Cancel() -> hosts.cancel("a person cancels");
            case ForeignAbort() -> hosts.registry.abort(TwoHosts.MOVE);
            case Supersede() -> hosts.registry.supersede(TwoHosts.THIRD);
        }
    }

    /// Ends it, if it lasts.
    void heal(TwoHosts hosts) {
        switch (what) {
            case Stop(var side) -> {
                if (hosts.party(side).node().isAlive()) {
                    hosts.party(side).node().resume();
                }
            }
            case CutLink _ -> {
                hosts.network.heal(way(Side.SOURCE));
                hosts.network.heal(way(Side.TARGET));
            }
            case CutRegistry(var side) -> hosts.party(side).port().cut(false);
            case SlowLink _ -> {
                hosts.network.restore(way(Side.SOURCE));
                hosts.network.restore(way(Side.TARGET));
            }
            case Kill _, Cancel _, ForeignAbort _, Supersede _ -> {}
        }
    }

    private static Way way(Side from) {
        return switch (from) {
            case SOURCE -> new Way(TwoHosts.nodeOf(TwoHosts.SOURCE), TwoHosts.nodeOf(TwoHosts.TARGET));
            case TARGET -> new Way(TwoHosts.nodeOf(TwoHosts.TARGET), TwoHosts.nodeOf(TwoHosts.SOURCE));
        };
    }
}
