package io.godwit.bench;

import io.godwit.time.VirtualNode;
import io.godwit.time.VirtualWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// What virtual time alone costs: the start of a node, and a round (a timer, a demand to a hypervisor, its grant back)
/// of typed actors that do nothing else.
final class BareActors implements Gauge {

    private static final int VMS = 100_000;
    private static final int VMS_PER_HOST = 20;
    private static final Duration PERIOD = Duration.ofMinutes(5);
    private static final int WARM_UP_PERIODS = 10;
    private static final int PERIODS = 20;
    private static final int START_ROUNDS = 3;
    private static final int NODE_STARTS = 300;

    /// Has no divisor in common with the number of VMs.
    private static final long SCATTERED = 7919;

    private sealed interface ToVm permits Tick, Grant {}

    private enum Tick implements ToVm {
        TICK
    }

    private enum Grant implements ToVm {
        GRANT
    }

    private record Demand(ActorRef<ToVm> replyTo) {}

    @Override
    public void measure(Sheet sheet) {
        sheet.progress("starts of nodes");
        measureStarts(sheet);
        measureRounds(
                sheet, "all at once, as samples of a trace are", 0, "3 mailbox runs of 100 ns, a heap of timers: 2");
        measureRounds(sheet, "evenly spread, in the order of their names", 1, "the same");
        measureRounds(sheet, "evenly spread, in a scattered order", SCATTERED, "a cache miss at each step: 0.5");
    }

    private static void measureStarts(Sheet sheet) {
        List<Double> milliseconds = new ArrayList<>();
        for (int round = 0; round < START_ROUNDS; round++) {
            try (VirtualWorld world = new VirtualWorld()) {
                var took = Stopwatch.time(() -> {
                    for (int i = 0; i < NODE_STARTS; i++) {
                        world.start("n" + i).spawn(Behaviors.empty(), "actor");
                    }
                    world.runUntil(1);
                });
                milliseconds.add(took.threadNs() / 1e6 / NODE_STARTS);
            }
        }
        sheet.write(Figure.of(
                "start of a node in virtual time, warm",
                milliseconds.stream().min(Comparator.naturalOrder()).orElseThrow(),
                "ms",
                "an actor system: some 40 actors and a parsed configuration, 1 to 2 ms"));
    }

    private static void measureRounds(Sheet sheet, String how, long stride, String expected) {
        sheet.progress("rounds " + how);
        try (VirtualWorld world = new VirtualWorld()) {
            VirtualNode node = world.start("n");
            long heapBefore = Heap.usedBytes();
            long[] grants = new long[1];
            List<ActorRef<ToVm>> vms = new ArrayList<>();
            for (int host = 0; host < VMS / VMS_PER_HOST; host++) {
                ActorRef<Demand> hypervisor = node.spawn(hypervisor(), "h" + host);
                for (int vm = 0; vm < VMS_PER_HOST; vm++) {
                    Duration first = PERIOD.dividedBy(VMS).multipliedBy(vms.size() * stride % VMS);
                    vms.add(node.spawn(vm(hypervisor, first, grants), "vm" + vms.size()));
                }
            }
            world.drainInstant();
            double bytes = (double) (Heap.usedBytes() - heapBefore) / VMS;
            world.runUntil(PERIOD.toNanos() * WARM_UP_PERIODS);
            long before = grants[0];
            var took = Stopwatch.time(() -> world.runUntil(world.timeline().now() + PERIOD.toNanos() * PERIODS));
            sheet.write(
                    Figure.of("rounds " + how, (grants[0] - before) * 1e3 / took.threadNs(), "million/s", expected));
            if (stride == 0) {
                sheet.write(Figure.of("heap of a typed actor with a timer", bytes, "B", "1,000 B"));
            }
        }
    }

    private static Behavior<Demand> hypervisor() {
        return Behaviors.receiveMessage(demand -> {
            demand.replyTo().tell(Grant.GRANT);
            return Behaviors.same();
        });
    }

    private static Behavior<ToVm> vm(ActorRef<Demand> hypervisor, Duration first, long[] grants) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startSingleTimer(Tick.TICK, first);
            return running(timers, hypervisor, new Demand(context.getSelf()), grants);
        }));
    }

    private static Behavior<ToVm> running(
            TimerScheduler<ToVm> timers, ActorRef<Demand> hypervisor, Demand demand, long[] grants) {
        return Behaviors.receiveMessage(message -> {
            switch (message) {
                case Tick.TICK -> {
                    timers.startSingleTimer(Tick.TICK, PERIOD);
                    hypervisor.tell(demand);
                }
                case Grant.GRANT -> grants[0]++;
            }
            return Behaviors.same();
        });
    }
}
