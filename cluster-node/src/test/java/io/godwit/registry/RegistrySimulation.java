package io.godwit.registry;

import io.godwit.link.CutMode;
import io.godwit.link.NodeId;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.time.Seed;
import io.godwit.vm.Isolation;
import io.godwit.vm.Protection;
import io.godwit.vm.SpecChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// One drawn life of a registry: clients at work while voters die, sleep, lose power and are cut off; then everything
/// is mended, and every call must come to its end.
final class RegistrySimulation {

    private static final Duration TROUBLE = Duration.ofSeconds(25);
    private static final Duration MENDED = Duration.ofSeconds(60);

    private record Mending(long atNs, Runnable mend) {}

    private final RandomGenerator random;
    private final RegistryFleet fleet;
    private final List<NodeId> clients;
    private final List<String> drawn = new ArrayList<>();
    private final PriorityQueue<Mending> mendings = new PriorityQueue<>((a, b) -> Long.compare(a.atNs(), b.atNs()));
    private boolean diskLost;

    RegistrySimulation(long seed, Consumer<RegistryFleet> plant) {
        this.random = Seed.of(seed).child("simulation").generator();
        int voters = random.nextInt(3) == 0 ? 5 : 3;
        RegistrySettings usual = RegistrySettings.byDefault();
        RegistrySettings settings = new RegistrySettings(
                usual.heartbeat(),
                usual.leaderTimeout(),
                usual.electionTimeout(),
                random.nextBoolean() ? 50 : usual.entriesBetweenSnapshots(),
                usual.maxPendingEntries());
        this.fleet = new RegistryFleet(seed, voters, settings);
        drawn.add(voters + " voters");
        plant.accept(fleet);
        fleet.startVoters();
        this.clients = List.of(fleet.startClient("c1"), fleet.startClient("c2"));
    }

    /// What came of it.
    ///
    /// @param unanswered calls without an answer a minute after everything was mended
    record Outcome(
            long seed,
            List<String> drawn,
            List<String> violations,
            int answers,
            long unanswered,
            List<String> failures) {

        boolean isGood() {
            return violations.isEmpty() && unanswered == 0 && failures.isEmpty();
        }
    }

    static Outcome run(long seed) {
        return run(seed, _ -> {});
    }

    static Outcome run(long seed, Consumer<RegistryFleet> plant) {
        RegistrySimulation simulation = new RegistrySimulation(seed, plant);
        try (RegistryFleet fleet = simulation.fleet) {
            simulation.live();
            Linearizability check = Linearizability.check(fleet.history);
            return new Outcome(
                    seed,
                    simulation.drawn,
                    check.violations(),
                    check.checked(),
                    fleet.calls() - fleet.replies.size(),
                    fleet.world.failures().stream().map(Object::toString).toList());
        }
    }

    private void live() {
        fleet.runUntilLed();
        for (int number = 1; number <= 3; number++) {
            fleet.submit(clients.getFirst(), Specimens.join(number, "boot-1"));
        }
        long end = fleet.now() + TROUBLE.toNanos();
        long nextFault = fleet.now();
        while (fleet.now() < end) {
            fleet.run(Duration.ofMillis(1 + random.nextInt(120)));
            call();
            if (fleet.now() >= nextFault) {
                fault();
                nextFault = fleet.now()
                        + Duration.ofMillis(200 + random.nextInt(5000)).toNanos();
            }
            mendUntil(fleet.now());
        }
        mendUntil(Long.MAX_VALUE);
        fleet.healAll();
        fleet.voters.stream().filter(voter -> !fleet.nodes.get(voter).isAlive()).forEach(fleet::startVoter);
        fleet.world.runUntil(() -> fleet.replies.size() == fleet.calls(), fleet.now() + MENDED.toNanos());
    }

    private void mendUntil(long nowNs) {
        while (!mendings.isEmpty() && mendings.peek().atNs() <= nowNs) {
            mendings.remove().mend().run();
        }
    }

    private void call() {
        NodeId client = clients.get(random.nextInt(clients.size()));
        var vm = Specimens.vm("vm-" + random.nextInt(3), Protection.RESTART, Isolation.STOP);
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> fleet.ask(client, new RegistryQuery.OneVm(vm.id()));
            case 3 -> fleet.ask(client, new RegistryQuery.Ping());
            case 4 -> fleet.submit(client, new RegistryCommand.CreateVm(vm));
            case 5 ->
                fleet.submit(
                        client,
                        new RegistryCommand.Assign(
                                vm.id(),
                                random.nextInt(6),
                                Specimens.host(1 + random.nextInt(3)),
                                1 + random.nextInt(3)));
            case 6, 7 ->
                fleet.submit(
                        client,
                        new RegistryCommand.ReviseVm(
                                vm.id(),
                                random.nextInt(4),
                                SpecChange.size(Optional.of(1 + random.nextInt(4)), Optional.empty())
                                        .of(vm),
                                false));
            default -> {
                Desired desired = random.nextBoolean() ? Desired.RUNNING : Desired.PAUSED;
                fleet.submit(client, new RegistryCommand.SetDesired(vm.id(), desired));
            }
        }
    }

    private void fault() {
        NodeId victim = random.nextBoolean()
                ? fleet.leader().orElse(fleet.voters.getFirst())
                : fleet.voters.get(random.nextInt(fleet.voters.size()));
        if (!fleet.nodes.get(victim).isAlive() || fleet.nodes.get(victim).isPaused()) {
            return;
        }
        CutMode mode = random.nextBoolean() ? CutMode.HOLD : CutMode.LOSE;
        switch (random.nextInt(8)) {
            case 0, 1 -> down(victim, "kill " + victim, () -> fleet.kill(victim));
            case 2 -> down(victim, "power off " + victim, () -> fleet.losePower(victim));
            case 3 -> {
                drawn.add(at("pause " + victim));
                fleet.nodes.get(victim).pause();
                mendLater(() -> resume(victim));
            }
            case 4 -> {
                drawn.add(at("isolate " + victim + " " + mode));
                fleet.isolate(victim, mode);
                mendLater(fleet::healAll);
            }
            case 5 -> {
                NodeId other = fleet.voters.get(random.nextInt(fleet.voters.size()));
                drawn.add(at("cut " + victim + " -> " + other + " " + mode));
                if (!victim.equals(other)) {
                    fleet.cut(victim, other, mode);
                    mendLater(fleet::healAll);
                }
            }
            case 6 -> {
                drawn.add(at("all power off"));
                fleet.voters.stream()
                        .filter(voter -> fleet.nodes.get(voter).isAlive())
                        .forEach(voter -> down(voter, "with it " + voter, () -> fleet.losePower(voter)));
            }
            default -> loseDisk(victim);
        }
    }

    /// One in a life, and only while all are well: a second one before the first is made good may take the majority.
    private void loseDisk(NodeId victim) {
        boolean allWell = mendings.isEmpty()
                && fleet.voters.stream()
                        .allMatch(voter -> fleet.nodes.get(voter).isAlive());
        if (diskLost || !allWell) {
            return;
        }
        diskLost = true;
        down(victim, "lose disk of " + victim, () -> {
            fleet.nodes.get(victim).kill();
            fleet.disks.get(victim).loseEverything();
        });
    }

    private void down(NodeId voter, String what, Runnable strike) {
        drawn.add(at(what));
        strike.run();
        mendLater(() -> {
            if (!fleet.nodes.get(voter).isAlive()) {
                fleet.startVoter(voter);
            }
        });
    }

    private void resume(NodeId voter) {
        if (fleet.nodes.get(voter).isAlive() && fleet.nodes.get(voter).isPaused()) {
            fleet.nodes.get(voter).resume();
        }
    }

    private void mendLater(Runnable mend) {
        mendings.add(new Mending(
                fleet.now() + Duration.ofMillis(500 + random.nextInt(6000)).toNanos(), mend));
    }

    private String at(String what) {
        return "%.3f s %s".formatted(fleet.now() / 1e9, what);
    }
}
