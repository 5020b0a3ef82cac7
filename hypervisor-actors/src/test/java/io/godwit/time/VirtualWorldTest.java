package io.godwit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VirtualWorldTest {

    private final VirtualWorld world = new VirtualWorld();
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void runsTimersAtTheirTimeAndMessagesInNoTime() {
        VirtualNode node = world.start("a");
        node.spawn(ticker(Duration.ofSeconds(10)), "ticker");
        world.runUntil(Duration.ofSeconds(35).toNanos());
        assertThat(seen).containsExactly("start@0", "tick@10", "tick@20", "tick@30");
        assertThat(world.timeline().now()).isEqualTo(Duration.ofSeconds(35).toNanos());
        assertThat(world.failures()).isEmpty();
    }

    @Test
    void ordersEventsOfTheWorldAmongTimersByTimeAndThenByWhenTheyWereMade() {
        world.at(seconds(10), () -> seen.add("before"));
        world.start("a").spawn(ticker(Duration.ofSeconds(10)), "ticker");
        world.drainInstant();
        world.after(Duration.ofSeconds(10), () -> seen.add("after"));
        world.runUntil(seconds(10));
        assertThat(seen).containsExactly("start@0", "before", "tick@10", "after");
    }

    @Test
    void stopsWhereTheConditionHolds() {
        world.start("a").spawn(ticker(Duration.ofSeconds(10)), "ticker");
        assertThat(world.runUntil(() -> seen.contains("tick@20"), seconds(100))).isTrue();
        assertThat(world.timeline().now()).isEqualTo(seconds(20));
        assertThat(world.runUntil(() -> seen.contains("never"), seconds(30))).isFalse();
        assertThat(world.timeline().now()).isEqualTo(seconds(30));
    }

    @Test
    void repeatsARunToTheLastEvent() {
        List<String> first = randomRun(11);
        assertThat(first.size()).isGreaterThan(500);
        assertThat(first.equals(randomRun(11))).isTrue();
        assertThat(first.equals(randomRun(12))).isFalse();
    }

    /// Pekko swallows what a dispatcher throws into `tell`, so that it must be seen among the failures.
    @Test
    void refusesWhatAForeignThreadSends() throws InterruptedException {
        ActorRef<String> actor = world.start("a").spawn(writer(), "writer");
        world.drainInstant();
        Thread foreign = Thread.ofPlatform().name("foreign").start(() -> actor.tell("foreign"));
        foreign.join();
        assertThat(world.failures()).singleElement().satisfies(failure -> assertThat(failure.cause())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("foreign called"));
        actor.tell("mine");
        world.drainInstant();
        assertThat(seen).containsExactly("mine");
    }

    @Test
    void throwsWhenAForeignThreadRunsOrSchedules() throws InterruptedException {
        VirtualNode node = world.start("a");
        List<Throwable> thrown = new ArrayList<>();
        Thread foreign = Thread.ofPlatform().unstarted(() -> {
            List<Runnable> calls = List.of(
                    () -> world.runUntil(1),
                    () -> world.at(1, () -> {}),
                    () -> node.spawn(writer(), "writer"),
                    () -> node.system().executionContext().execute(() -> {}),
                    () -> node.system()
                            .scheduler()
                            .scheduleOnce(
                                    Duration.ofSeconds(1),
                                    () -> {},
                                    node.system().executionContext()));
            for (Runnable call : calls) {
                try {
                    call.run();
                } catch (IllegalStateException e) {
                    thrown.add(e);
                }
            }
        });
        foreign.start();
        foreign.join();
        assertThat(thrown).hasSize(5);
        assertThat(world.events()).isZero();
    }

    @Test
    void reportsWhatNobodyHandled() {
        VirtualNode node = world.start("a");
        ActorRef<String> top = node.spawn(writer(), "top");
        ActorRef<String> parent = node.spawn(parentOf(writer()), "parent");
        top.tell("crash");
        parent.tell("crash");
        world.at(5, () -> {
            throw new IllegalArgumentException("event");
        });
        node.system().executionContext().execute(() -> {
            throw new IllegalArgumentException("task");
        });
        world.runUntil(5);
        assertThat(world.failures())
                .extracting(failure -> failure.timeNs() + " " + failure.node() + " " + failure.where() + " "
                        + failure.cause().getMessage())
                .containsExactlyInAnyOrder(
                        "0 a /user/top crash",
                        "0 a /user/parent/child crash",
                        "0 a a task task",
                        "5 world a task event");
        top.tell("after");
        world.drainInstant();
        assertThat(seen).as("a failed actor stays down").doesNotContain("after");
    }

    @Test
    void reportsNoFailureThatASupervisorHandled() {
        Behavior<String> restarted = Behaviors.supervise(writer()).onFailure(SupervisorStrategy.restart());
        ActorRef<String> actor = world.start("a").spawn(restarted, "writer");
        actor.tell("crash");
        actor.tell("after");
        world.drainInstant();
        assertThat(seen).containsExactly("after");
        assertThat(world.failures()).isEmpty();
    }

    @Test
    void refusesFixedRateTimers() {
        VirtualNode node = world.start("a");
        node.spawn(
                Behaviors.<String>withTimers(timers -> {
                    timers.startTimerAtFixedRate("tick", Duration.ofSeconds(1));
                    return writer();
                }),
                "banned");
        world.drainInstant();
        assertThat(world.failures()).singleElement().satisfies(failure -> assertThat(failure.cause())
                .hasStackTraceContaining("use a fixed delay"));
    }

    @Test
    void cancelsTimers() {
        VirtualNode node = world.start("a");
        ActorRef<String> actor = node.spawn(
                Behaviors.<String>withTimers(timers -> {
                    timers.startTimerWithFixedDelay("tick", Duration.ofSeconds(1));
                    return Behaviors.receiveMessage(message -> {
                        seen.add(message + "@" + world.now() / seconds(1));
                        if (message.equals("cancel")) {
                            timers.cancelAll();
                        }
                        return Behaviors.same();
                    });
                }),
                "actor");
        world.runUntil(seconds(2));
        actor.tell("cancel");
        world.runUntil(seconds(9));
        assertThat(seen).containsExactly("tick@1", "tick@2", "cancel@2");
        assertThat(world.timers().firstTimeNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void stopsAnActorInOrderWhenItIsStoppedInOrder() {
        Behavior<String> stopping = Behaviors.receive(String.class)
                .onMessageEquals("stop", Behaviors::stopped)
                .onSignal(PostStop.class, signal -> {
                    seen.add("stopped");
                    return Behaviors.same();
                })
                .build();
        ActorRef<String> actor = world.start("a").spawn(stopping, "actor");
        actor.tell("stop");
        world.runUntil(seconds(10));
        assertThat(seen).containsExactly("stopped");
    }

    @Test
    void refusesToRunWithinARun() {
        world.at(1, () -> world.runUntil(2));
        world.runUntil(3);
        assertThat(world.failures()).singleElement().satisfies(failure -> assertThat(failure.cause())
                .hasMessageContaining("running already"));
    }

    @Test
    void refusesTwoNodesOfOneName() {
        world.start("a");
        assertThatIllegalStateException().isThrownBy(() -> world.start("a")).withMessageContaining("alive");
    }

    /// Actors of five nodes that send to each other and set timers at random, with faults in between.
    private List<String> randomRun(long seed) {
        List<String> trace = new ArrayList<>();
        try (VirtualWorld run = new VirtualWorld()) {
            RandomGenerator random = Seed.of(seed).generator();
            List<ActorRef<Integer>> actors = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                VirtualNode node = run.start("n" + i);
                for (int k = 0; k < 4; k++) {
                    int id = i * 4 + k;
                    Consumer<Integer> heard = left -> trace.add(run.now() + " " + id + " " + left);
                    actors.add(node.spawn(chatter(random, actors, heard), "chatter" + k));
                }
                run.at(random.nextLong(1000), node::pause);
                run.at(1000 + random.nextLong(1000), i == 4 ? node::kill : node::resume);
            }
            actors.forEach(actor -> actor.tell(1000));
            run.runUntil(5000);
            assertThat(run.failures()).isEmpty();
            trace.add(run.events() + " " + run.fingerprint());
        }
        return trace;
    }

    private static Behavior<Integer> chatter(
            RandomGenerator random, List<ActorRef<Integer>> actors, Consumer<Integer> heard) {
        return Behaviors.withTimers(timers -> Behaviors.receiveMessage(left -> {
            heard.accept(left);
            if (left > 0 && random.nextInt(3) > 0) {
                timers.startSingleTimer(random.nextInt(3), left - 1, Duration.ofNanos(random.nextInt(100)));
            } else if (left > 0) {
                actors.get(random.nextInt(actors.size())).tell(left - 1);
                actors.get(random.nextInt(actors.size())).tell(left / 2);
            }
            return Behaviors.same();
        }));
    }

    private Behavior<String> ticker(Duration delay) {
        return Behaviors.withTimers(timers -> {
            seen.add("start@" + world.now() / seconds(1));
            timers.startTimerWithFixedDelay("tick", delay);
            return Behaviors.receiveMessage(message -> {
                seen.add(message + "@" + world.now() / seconds(1));
                return Behaviors.same();
            });
        });
    }

    private Behavior<String> writer() {
        return Behaviors.receiveMessage(message -> {
            if (message.equals("crash")) {
                throw new IllegalArgumentException(message);
            }
            seen.add(message);
            return Behaviors.same();
        });
    }

    private static Behavior<String> parentOf(Behavior<String> behavior) {
        return Behaviors.setup(context -> {
            ActorRef<String> child = context.spawn(behavior, "child");
            return Behaviors.receiveMessage(message -> {
                child.tell(message);
                return Behaviors.same();
            });
        });
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
