package io.godwit.bench;

import static io.godwit.bench.Figure.Bar.aim;
import static io.godwit.bench.Figure.Sense.AT_MOST;

import io.godwit.history.Event;
import io.godwit.history.FleetEvent.LeaderElected;
import io.godwit.history.FleetEvent.NodeJoined;
import io.godwit.launch.NodeProcess;
import io.godwit.link.NodeId;
import io.godwit.process.JvmStage;
import io.godwit.stage.FleetPlan;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// How long three hosts and an array take from nothing to work, and what an idle one takes of the machine.
///
/// *Ready*: each process says that it takes messages. *Joined*: the registry has a leader and knows every node, so that
/// VMs can be placed.
final class FleetStart implements Gauge {

    private static final int RUNS = 5;
    private static final double START_BAR_S = 8;
    private static final double MEMORY_BAR_MB = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration SETTLING = Duration.ofSeconds(20);
    private static final Duration IDLING = Duration.ofSeconds(10);

    private static final String FLEET = """
            drill: v1
            name: start
            topology:
              sites:
                a: {racks: {r1: 1, r2: 1, r3: 1}, host: lab, datastores: [array-a]}
              links: {default: {latency: 0.2ms, bandwidth: 10Gbit}}
            vms: {web: {count: 1, memory: 512MiB}}
            steady: {all: running, within: 60s}
            heal: {at: 1s, settle: 1s}
            """;

    private final FleetPlan plan = FleetPlan.of(Installed.drill(FLEET));

    @Override
    public void measure(Sheet sheet) throws IOException {
        List<Double> ready = new ArrayList<>();
        List<Double> joined = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        for (int run = 1; run <= RUNS; run++) {
            sheet.progress("start " + run + " of " + RUNS);
            try (JvmStage stage = open()) {
                ready.add(stage.timeline().now() / 1e9);
                footprints(stage).forEach(host -> cpu.add(host.cpuSeconds()));
                awaitJoined(stage);
                joined.add(stage.timeline().now() / 1e9);
                if (run == RUNS) {
                    writeTimes(sheet, ready, joined);
                    sheet.write(Figure.of(
                            "CPU time of a host until then, median",
                            Samples.median(cpu),
                            "s",
                            "8,000 classes from the cache, interpreted at first: 1.2"));
                    sheet.progress("waiting until nothing happens");
                    pass(stage, SETTLING);
                    writeIdle(sheet, stage);
                }
            }
        }
    }

    private JvmStage open() {
        return switch (JvmStage.open(plan, Installed.processes())) {
            case JvmStage.Opened(var stage) -> stage;
            case JvmStage.NotOpened(var why) -> throw new IllegalStateException(why);
        };
    }

    private void awaitJoined(JvmStage stage) {
        int nodes = plan.setups().size();
        AtomicInteger joins = count(stage, NodeJoined.class::isInstance);
        AtomicInteger leaders = count(stage, LeaderElected.class::isInstance);
        if (!stage.runUntil(() -> joins.get() >= nodes && leaders.get() > 0, PATIENCE)) {
            throw new IllegalStateException("the fleet did not form within " + PATIENCE);
        }
    }

    private static AtomicInteger count(JvmStage stage, Predicate<Event> wanted) {
        AtomicInteger count = new AtomicInteger();
        stage.watch(entry -> count.addAndGet(wanted.test(entry.event()) ? 1 : 0));
        return count;
    }

    private static void pass(JvmStage stage, Duration time) {
        stage.runUntil(() -> false, time);
    }

    private static void writeTimes(Sheet sheet, List<Double> ready, List<Double> joined) {
        sheet.write(Figure.of(
                        "ready, in a console that has just started",
                        ready.getFirst(),
                        "s",
                        "4 JVMs of 1.6 s of CPU each on 2 cores, and the console's own classes beside them: 4 s")
                .against(aim(AT_MOST, START_BAR_S)));
        sheet.write(Figure.of("ready, median of " + RUNS, Samples.median(ready), "s", "4 × 1.6 s on 2 cores: 3.2 s")
                .against(aim(AT_MOST, START_BAR_S)));
        sheet.write(Figure.of(
                "joined, median of " + RUNS,
                Samples.median(joined),
                "s",
                "an election, then three commands in the log: 2 to 3 s more"));
    }

    private void writeIdle(Sheet sheet, JvmStage stage) throws IOException {
        List<Footprint> before = footprints(stage);
        pass(stage, IDLING);
        List<Footprint> after = footprints(stage);
        double cpuMs = 0;
        for (int i = 0; i < after.size(); i++) {
            cpuMs += (after.get(i).cpuSeconds() - before.get(i).cpuSeconds()) * 1e3;
        }
        sheet.write(Figure.of(
                        "idle host, resident (largest of three)",
                        Samples.max(after.stream().map(Footprint::residentMb).toList()),
                        "MB",
                        "40 MB of mapped start-up cache and libraries, 25 of heap, 40 of classes and code, threads")
                .against(aim(AT_MOST, MEMORY_BAR_MB)));
        sheet.write(Figure.of(
                "the same, pages shared with its siblings divided among them",
                Samples.max(after.stream().map(Footprint::proportionalMb).toList()),
                "MB",
                "the mapped files count a quarter: 30 MB less"));
        sheet.write(Figure.of(
                "idle host, CPU",
                cpuMs / after.size() / IDLING.toSeconds(),
                "ms a second",
                "renewals, heartbeats and timers: some 100 wake-ups a second of 50 µs"));
    }

    private List<Footprint> footprints(JvmStage stage) throws IOException {
        List<Footprint> all = new ArrayList<>();
        for (NodeId node : plan.setups().stream().map(setup -> setup.node()).toList()) {
            NodeProcess process = stage.process(node).orElseThrow();
            all.add(Footprint.of(process.pid()));
        }
        return all;
    }
}
