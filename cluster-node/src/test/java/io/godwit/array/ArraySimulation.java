package io.godwit.array;

import io.godwit.device.Disk;
import io.godwit.history.ArrayEvent;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.link.CutMode;
import io.godwit.link.EmulatedNetwork.Way;
import io.godwit.link.NodeId;
import io.godwit.log.LogDevice;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// Two hosts that take VMs from each other and go on writing, while the array, the links and the hosts fail. Then
/// faults stop, everybody gets an answer, and what is held is compared with what was acknowledged.
final class ArraySimulation {

    private static final Duration FAULTY = Duration.ofSeconds(1);
    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final long MAX_PAUSE_NS = Duration.ofMillis(5).toNanos();
    private static final int ACTIONS_PER_FAULT = 20;
    private static final List<VmId> VMS = List.of(new VmId("db-1"), new VmId("db-2"), new VmId("web-1"));

    /// What became of a run.
    ///
    /// @param broken promises that were not kept
    /// @param drawn what the seed brought, for people
    record Outcome(List<String> broken, Map<String, Integer> drawn, long checkedNumbers) {}

    /// A VM's newest epoch, last number, and whether it still lives.
    private static final class Guest {
        private long epoch;
        private long number;
        private boolean isDestroyed;
    }

    /// Who waits for the answer to a request.
    private record Waiting(NodeId host, VmId vm) {}

    private final ArrayFleet fleet;
    private final RandomGenerator random;
    private final ArrayPromises promises = new ArrayPromises();
    private final Map<VmId, Guest> guests = new LinkedHashMap<>();
    private final Map<NodeId, Map<VmId, Long>> epochs = new LinkedHashMap<>();
    private final Map<Long, Waiting> waiting = new TreeMap<>();
    private final Set<VmId> gone = new LinkedHashSet<>();
    private final Map<String, Integer> drawn = new TreeMap<>();
    private final List<NodeId> hosts;

    private ArraySimulation(long seed, UnaryOperator<LogDevice> planted) {
        this.fleet = new ArrayFleet(seed, planted);
        this.random = fleet.seed.child("simulation").generator();
        fleet.witnessedBy(new Ears());
        fleet.startArray();
        this.hosts = List.of(fleet.startHost("h1"), fleet.startHost("h2"));
        VMS.forEach(vm -> guests.put(vm, new Guest()));
        hosts.forEach(host -> epochs.put(host, new TreeMap<>()));
    }

    static Outcome play(long seed, UnaryOperator<LogDevice> planted) {
        ArraySimulation simulation = new ArraySimulation(seed, planted);
        try (simulation.fleet) {
            return simulation.play();
        }
    }

    private Outcome play() {
        schedule();
        fleet.run(FAULTY);
        heal();
        fleet.run(SETTLING);
        if (!waiting.isEmpty()) {
            promises.broken.add("no answer to " + waiting + " long after the last fault");
        }
        NodeId auditor = fleet.startHost("console");
        for (VmId vm : VMS) {
            Disk.Audited audited = (Disk.Audited) fleet.answer(fleet.audit(auditor, vm));
            if (gone.contains(vm) && !audited.held().isEmpty()) {
                promises.broken.add(vm + " was destroyed and holds " + audited.held());
            }
        }
        promises.kept(fleet.readLog());
        promises.copiesKept(fleet.readLog());
        fleet.world.failures().forEach(failure -> promises.broken.add(failure.toString()));
        drawn.put("refused", Math.toIntExact(promises.refusals));
        drawn.put("copies", promises.checkedCopies);
        return new Outcome(promises.broken, drawn, promises.checkedNumbers);
    }

    private void schedule() {
        fleet.world.after(Duration.ofNanos(random.nextLong(MAX_PAUSE_NS)), () -> {
            if (fleet.now() < FAULTY.toNanos()) {
                step();
                schedule();
            }
        });
    }

    private void step() {
        if (random.nextInt(ACTIONS_PER_FAULT) == 0) {
            fault();
            return;
        }
        NodeId host = oneOf(hosts);
        VmId vm = oneOf(VMS);
        Guest guest = guests.get(vm);
        if (!fleet.nodes.get(host).isAlive() || fleet.nodes.get(host).isPaused()) {
            return;
        }
        Optional<Long> epoch = Optional.ofNullable(epochs.get(host).get(vm));
        int dice = random.nextInt(100);
        if (dice < 5 && !guest.isDestroyed) {
            note("open");
            waiting.put(fleet.open(host, vm, ++guest.epoch), new Waiting(host, vm));
        } else if (dice == 5 && epoch.isPresent() && epoch.get() == guest.epoch && guest.number > 20) {
            note("discard");
            guest.isDestroyed = true;
            promises.discarding(vm);
            waiting.values().removeIf(new Waiting(host, vm)::equals); // writes of what is destroyed may have no answer
            waiting.put(fleet.discard(host, vm, epoch.get()), new Waiting(host, vm));
        } else if (dice == 6 && epoch.isPresent() && epoch.get() == guest.epoch && !guest.isDestroyed) {
            note("freeze");
            CopyId copy = new CopyId(vm + "." + drawn.get("freeze"));
            promises.freezing(vm, copy);
            waiting.put(fleet.freeze(host, vm, epoch.get(), copy), new Waiting(host, vm));
        } else if (epoch.isPresent() && !(guest.isDestroyed && epoch.get() == guest.epoch)) {
            for (int burst = random.nextInt(1, 6); burst > 0; burst--) {
                write(host, vm, epoch.get());
            }
        }
    }

    /// Mostly the next number, now and then one that was written before.
    private void write(NodeId host, VmId vm, long epoch) {
        Guest guest = guests.get(vm);
        boolean isRepeat = guest.number > 0 && random.nextInt(10) == 0;
        long number = isRepeat ? 1 + random.nextLong(guest.number) : ++guest.number;
        note(isRepeat ? "rewrite" : "write");
        long request = fleet.write(host, vm, epoch, number);
        promises.asked(request, number);
        waiting.put(request, new Waiting(host, vm));
    }

    private void fault() {
        boolean arrayLives = fleet.nodes.get(ArrayFleet.ARRAY).isAlive();
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> {
                if (arrayLives) {
                    killArray(random.nextBoolean());
                }
            }
            case 4, 5, 6 -> cut();
            case 7, 8 -> pause(random.nextBoolean() ? ArrayFleet.ARRAY : oneOf(hosts));
            default -> restartHost();
        }
    }

    private void killArray(boolean withPower) {
        note(withPower ? "power" : "kill");
        if (withPower) {
            fleet.losePower();
        } else {
            fleet.killArray();
        }
        fleet.world.after(millis(1, 100), this::reviveArray);
    }

    private void reviveArray() {
        if (!fleet.nodes.get(ArrayFleet.ARRAY).isAlive()) {
            fleet.startArray();
        }
    }

    private void cut() {
        NodeId host = oneOf(hosts);
        Way way = random.nextBoolean() ? new Way(host, ArrayFleet.ARRAY) : new Way(ArrayFleet.ARRAY, host);
        if (!fleet.network.isCut(way)) {
            note(fleet.network.cut(way) == CutMode.HOLD ? "hold" : "lose");
            fleet.world.after(millis(5, 300), () -> fleet.network.heal(way));
        }
    }

    private void pause(NodeId node) {
        var paused = fleet.nodes.get(node);
        if (paused.isAlive() && !paused.isPaused()) {
            note("pause");
            paused.pause();
            fleet.world.after(millis(1, 200), () -> {
                if (paused.isAlive()) {
                    paused.resume();
                }
            });
        }
    }

    /// A host that was killed knows nothing of its VMs and of what it asked.
    private void restartHost() {
        NodeId host = oneOf(hosts);
        note("host");
        fleet.nodes.get(host).kill();
        epochs.get(host).clear();
        waiting.values().removeIf(each -> each.host().equals(host));
        fleet.startHost(host.value());
    }

    private void heal() {
        reviveArray();
        for (NodeId host : hosts) {
            fleet.network.heal(new Way(host, ArrayFleet.ARRAY));
            fleet.network.heal(new Way(ArrayFleet.ARRAY, host));
        }
        fleet.nodes.values().stream().filter(node -> node.isAlive()).forEach(node -> node.resume());
    }

    private Duration millis(int min, int max) {
        return Duration.ofMillis(random.nextInt(min, max));
    }

    private void note(String what) {
        drawn.merge(what, 1, Integer::sum);
    }

    private <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /// Tells the promises what happens, and the hosts which epoch they have.
    private final class Ears implements ArrayFleet.Witness {

        @Override
        public void recorded(ArrayEvent event) {
            promises.recorded(event);
        }

        @Override
        public void answered(ArrayWire.Answer answer) {
            promises.answered(answer);
        }

        @Override
        public void told(NodeId host, Disk.Answer answer) {
            promises.told(host, answer);
            waiting.remove(answer.request());
            if (answer instanceof Disk.Opened opened) {
                epochs.getOrDefault(host, new TreeMap<>()).put(opened.vm(), opened.epoch());
            }
            if (answer instanceof Disk.Discarded) {
                gone.add(answer.vm());
            }
        }
    }
}
