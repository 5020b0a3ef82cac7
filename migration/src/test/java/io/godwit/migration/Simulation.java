package io.godwit.migration;

import io.godwit.device.Disk;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.PhaseEntered;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.host.Lifecycle;
import io.godwit.host.Transfer;
import io.godwit.host.VmDescription;
import io.godwit.time.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// One simulated migration with faults that a seed draws. First a safety phase, in which they strike; then they stop,
/// and everything must come to its end.
final class Simulation implements AutoCloseable {

    private static final Duration FAULTS_LAST = Duration.ofSeconds(10);
    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(60);

    /// What came of a run.
    ///
    /// @param struck faults that took place
    /// @param violations what must not be, in words; empty if all is well
    record Result(
            long seed, List<Fault> drawn, List<Fault> struck, List<MigrationReport> reports, List<String> violations) {

        boolean isWell() {
            return violations.isEmpty();
        }

        @Override
        public String toString() {
            return "seed " + seed + ": " + violations + "\n  drawn " + drawn + "\n  struck " + struck + "\n  reports "
                    + reports + "\n  replay: mvn test -pl migration -am -Dtest=MigrationSimulationTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dgodwit.seed=" + seed;
        }
    }

    private final long seed;
    private final TwoHosts hosts;
    private final List<Fault> drawn;
    private final List<Fault> struck = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();

    /// What is moved, and where.
    ///
    /// @param neighbours on each host, of the same image
    record Setting(Scenario scenario, int neighbours) {

        private Optional<TwoHosts.Crowd> crowd() {
            return neighbours == 0
                    ? Optional.empty()
                    : Optional.of(new TwoHosts.Crowd(Optional.empty(), neighbours, Scenario.CORES));
        }
    }

    private Simulation(Setting setting, List<Fault> drawn, TwoHosts.Plants plants) {
        this.seed = setting.scenario().seed();
        this.drawn = drawn;
        hosts = new TwoHosts(setting.scenario(), plants, setting.crowd());
    }

    static Result run(long seed, TwoHosts.Plants plants) {
        return run(Scenario.small(seed), plants);
    }

    /// With faults that the scenario's seed draws.
    static Result run(Scenario scenario, TwoHosts.Plants plants) {
        return run(new Setting(scenario, 0), plants);
    }

    static Result run(Setting setting, TwoHosts.Plants plants) {
        List<Fault> drawn = new ArrayList<>();
        RandomGenerator random =
                Seed.of(setting.scenario().seed()).child("faults").generator();
        for (int i = random.nextInt(4); i > 0; i--) {
            drawn.add(Fault.draw(random));
        }
        return run(setting, drawn, plants);
    }

    static Result run(Scenario scenario, List<Fault> drawn, TwoHosts.Plants plants) {
        return run(new Setting(scenario, 0), drawn, plants);
    }

    static Result run(Setting setting, List<Fault> drawn, TwoHosts.Plants plants) {
        try (Simulation simulation = new Simulation(setting, drawn, plants)) {
            return simulation.run();
        }
    }

    @Override
    public void close() {
        hosts.close();
    }

    private Result run() {
        long beganNs = hosts.world.timeline().now();
        for (Fault fault : drawn) {
            if (fault.strike().phase().isEmpty()) {
                strikeIn(fault);
            }
        }
        hosts.watch(this::strikeAtPhase);
        hosts.begin();
        hosts.world.runUntil(beganNs + FAULTS_LAST.toNanos());
        hosts.watch(seen -> {});
        struck.forEach(fault -> fault.heal(hosts));
        hosts.runUntil(this::hasEnded, SETTLES_WITHIN);
        hosts.startAgain();
        hosts.world.runUntil(
                hosts.world.timeline().now() + Duration.ofSeconds(1).toNanos());
        hosts.session.ifPresent(this::checkSession);
        check();
        return new Result(seed, drawn, struck, List.copyOf(hosts.reports), violations);
    }

    private void strikeAtPhase(TwoHosts.Seen seen) {
        if (seen.event() instanceof PhaseEntered entered) {
            drawn.stream()
                    .filter(fault -> fault.strike()
                            .phase()
                            .filter(entered.phase()::equals)
                            .isPresent())
                    .filter(fault -> fault.strike().side() == entered.side())
                    .forEach(this::strikeIn);
        }
    }

    private void strikeIn(Fault fault) {
        long endNs = hosts.world.timeline().now() + FAULTS_LAST.toNanos();
        hosts.world.after(fault.strike().delay(), () -> {
            if (hosts.world.timeline().now() < endNs && !struck.contains(fault)) {
                struck.add(fault);
                fault.inject(hosts);
                hosts.world.after(fault.length(), () -> fault.heal(hosts));
            }
        });
    }

    private Stream<Side> aliveThatTookPart() {
        return Stream.of(Side.values())
                .filter(side -> hosts.party(side).node().isAlive())
                .filter(side -> hosts.events(PhaseEntered.class).stream().anyMatch(event -> event.side() == side));
    }

    private boolean hasEnded() {
        return aliveThatTookPart().allMatch(hosts::isReported);
    }

    private void check() {
        violations.addAll(hosts.copies.violations());
        hosts.world.failures().forEach(failure -> violations.add(failure.toString()));
        must(hasEnded(), "a side never came to its end");
        must(aliveThatTookPart().findAny().isEmpty() || !hosts.registry.isOpen(), "the registry's record stays open");
        must(aliveThatTookPart().findAny().isEmpty() || !hosts.registry.isOwed(), "pages stay owed");
        for (Side side : Side.values()) {
            TwoHosts.Party party = hosts.party(side);
            if (party.node().isAlive()) {
                checkAlive(party);
            }
        }
    }

    /// What a client saw acknowledged is on the disk of whoever has the VM, each write once; and if that runs, the
    /// client gets an answer to each write.
    private void checkSession(Session session) {
        Optional<TwoHosts.Party> owner = Stream.of(hosts.source, hosts.target)
                .filter(party -> party.host().equals(hosts.registry.owner()))
                .filter(party -> party.node().isAlive())
                .filter(party -> hosts.copies.running().contains(party.host()))
                .findFirst();
        session.windDown();
        owner.ifPresent(party -> {
            hosts.runUntil(() -> session.client.outstanding() == 0, SETTLES_WITHIN);
            must(session.client.outstanding() == 0, session.client.outstanding() + " writes have no answer");
            List<Disk.Held> held = hosts.held(party);
            must(
                    held.equals(List.of(new Disk.Held(Session.CLIENT, session.client.sent(), List.of()))),
                    "the disk of " + party.host() + " holds " + held + ", and 1 to " + session.client.sent()
                            + " were acknowledged");
        });
    }

    private void checkAlive(TwoHosts.Party party) {
        boolean owns = hosts.registry.owner().equals(party.host());
        Object description = hosts.describe(party);
        boolean lost = hosts.report(Side.TARGET)
                .filter(report -> report.outcome() == Outcome.LOST)
                .isPresent();
        if (lost && party.host().equals(TwoHosts.TARGET)) {
            must(!hosts.source.node().isAlive(), "its memory is said to be lost, and its source is alive");
            must(description instanceof Lifecycle.Illegal, party.host() + " keeps a broken " + description);
            return;
        }
        if (!owns) {
            must(
                    description instanceof Lifecycle.Illegal || isTheHostsToStop(party, description),
                    party.host() + " keeps " + description);
            return;
        }
        must(
                description instanceof VmDescription vm && vm.epoch() == hosts.registry.epoch(),
                party.host() + " owns epoch " + hosts.registry.epoch() + " and has " + description);
        must(hosts.copies.running().contains(party.host()), party.host() + " owns it and does not run it");
        if (description instanceof VmDescription && hosts.copies.running().contains(party.host())) {
            Transfer.StateCaptured guest = hosts.capture(party);
            must(
                    guest.digest() == hosts.scenario.twinDigest(guest.state().memoryWrites()),
                    "its memory is not its twin's");
        }
    }

    /// A guest that the migration never told to stand still is stopped by its host when another became its owner.
    private boolean isTheHostsToStop(TwoHosts.Party party, Object description) {
        return hosts.registry.owner().equals(TwoHosts.THIRD)
                && party.host().equals(TwoHosts.SOURCE)
                && description instanceof VmDescription vm
                && vm.phase() == VmDescription.Phase.RUNNING
                && vm.epoch() == TwoHosts.MOVE.epoch();
    }

    private void must(boolean holds, String otherwise) {
        if (!holds) {
            violations.add(otherwise);
        }
    }
}
