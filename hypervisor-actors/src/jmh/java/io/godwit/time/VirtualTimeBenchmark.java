package io.godwit.time;

import com.typesafe.config.ConfigFactory;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/// What virtual time costs: the start of a node, and a round (a timer, a demand to the hypervisor, its grant back) of
/// typed actors that do nothing else. Run it by hand; it is no test.
///
/// Expected from the back of an envelope: a round is three mailbox runs of about 100 ns and a step in a heap of 100,000
/// timers, most of it cache misses, of about 150 ns; so about 2 million rounds a second.
///
/// Last result (2026-11-22, 2 cores of a Xeon shared with other builds, JDK 25, `-XX:+UseParallelGC -Xmx4g
/// -XX:+UseCompactObjectHeaders`), per second of CPU time: 1.4 to 2.2 million rounds when VMs act in the order they
/// were made, 0.3 to 0.5 million in a scattered order (a cache miss at each step), 1,040 to 1,074 B of heap a VM, 0.9
/// to 2 ms for the start of a warm node. `UnboundedMailbox` instead of the single-consumer one made no difference
/// beyond the noise.
public final class VirtualTimeBenchmark {

    private static final int VMS = 100_000;
    private static final int VMS_PER_HOST = 20;
    private static final Duration PERIOD = Duration.ofMinutes(5);
    private static final int PERIODS = 40;
    private static final int NODE_STARTS = 300;

    private VirtualTimeBenchmark() {}

    private sealed interface ToVm permits Tick, Grant {}

    private enum Tick implements ToVm {
        TICK
    }

    private enum Grant implements ToVm {
        GRANT
    }

    private record Demand(ActorRef<ToVm> replyTo) {}

    private static long grants;

    public static void main(String[] arguments) {
        measureStarts();
        measureRounds("all at once, as samples of a trace are", 0);
        measureRounds("spread evenly, in the order of their names", 1);
        measureRounds("spread evenly, in a scattered order", 7919);
    }

    private static void measureStarts() {
        for (int round = 0; round < 3; round++) {
            long before = cpuNs();
            try (VirtualWorld world = new VirtualWorld()) {
                for (int i = 0; i < NODE_STARTS; i++) {
                    world.start("n" + i).spawn(Behaviors.empty(), "actor");
                }
                world.runUntil(1);
            }
            double ms = (cpuNs() - before) / 1e6 / NODE_STARTS;
            System.out.printf("node start: %.2f ms%n", ms);
        }
    }

    private static void measureRounds(String how, long stride) {
        System.out.println(how + ":");
        try (VirtualWorld world = new VirtualWorld()) {
            VirtualNode node = world.start("n", ConfigFactory.parseString(System.getProperty("extra", "")));
            long heapBefore = usedHeap();
            List<ActorRef<ToVm>> vms = new ArrayList<>();
            for (int host = 0; host < VMS / VMS_PER_HOST; host++) {
                ActorRef<Demand> hypervisor = node.spawn(hypervisor(), "h" + host);
                for (int vm = 0; vm < VMS_PER_HOST; vm++) {
                    Duration first = PERIOD.dividedBy(VMS).multipliedBy(vms.size() * stride % VMS);
                    vms.add(node.spawn(vm(hypervisor, first), "vm" + vms.size()));
                }
            }
            world.drainInstant();
            System.out.printf("heap a VM: %d B%n", (usedHeap() - heapBefore) / VMS);
            for (int period = 0; period < PERIODS; period += 10) {
                long grantsBefore = grants;
                long before = cpuNs();
                world.runUntil(world.timeline().now() + PERIOD.toNanos() * 10);
                double seconds = (cpuNs() - before) / 1e9;
                System.out.printf("%.2f million rounds/s%n", (grants - grantsBefore) / seconds / 1e6);
            }
        }
    }

    private static Behavior<Demand> hypervisor() {
        return Behaviors.receiveMessage(demand -> {
            demand.replyTo().tell(Grant.GRANT);
            return Behaviors.same();
        });
    }

    private static Behavior<ToVm> vm(ActorRef<Demand> hypervisor, Duration first) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startSingleTimer(Tick.TICK, first);
            return running(timers, hypervisor, new Demand(context.getSelf()));
        }));
    }

    private static Behavior<ToVm> running(TimerScheduler<ToVm> timers, ActorRef<Demand> hypervisor, Demand demand) {
        return Behaviors.receiveMessage(message -> {
            switch (message) {
                case Tick.TICK -> {
                    timers.startSingleTimer(Tick.TICK, PERIOD);
                    hypervisor.tell(demand);
                }
                case Grant.GRANT -> grants++;
            }
            return Behaviors.same();
        });
    }

    /// Time that this thread was on a core, so that a busy machine doesn't count.
    private static long cpuNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
