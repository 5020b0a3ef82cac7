package io.godwit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VirtualNodeTest {

    private final VirtualWorld world = new VirtualWorld();
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void killedLosesItsMessagesAndTimersAndSaysNothing() {
        VirtualNode node = world.start("a");
        ActorRef<String> actor = node.spawn(ticker(), "ticker");
        world.runUntil(seconds(2));
        world.at(seconds(2), () -> {
            actor.tell("lost");
            node.kill();
            actor.tell("lost too");
        });
        world.runUntil(seconds(100));
        assertThat(seen).containsExactly("tick@1", "tick@2");
        assertThat(node.isAlive()).isFalse();
        assertThat(world.timers().size()).isZero();
        assertThat(world.failures()).isEmpty();
        assertThatIllegalStateException().isThrownBy(node::system).withMessageContaining("dead");
        assertThatIllegalStateException().isThrownBy(() -> node.spawn(ticker(), "another"));
    }

    @Test
    void pausedDoesNothingAndHasAllOfItToDoAfterwards() {
        VirtualNode node = world.start("a");
        ActorRef<String> actor = node.spawn(ticker(), "ticker");
        VirtualNode other = world.start("b");
        other.spawn(ticker(), "ticker");
        world.at(seconds(1) + 1, node::pause);
        world.at(seconds(2), () -> actor.tell("hello"));
        world.at(seconds(5) + 1, node::resume);
        world.runUntil(seconds(5));
        assertThat(node.isPaused()).isTrue();
        assertThat(seen).containsExactly("tick@1", "tick@1", "tick@2", "tick@3", "tick@4", "tick@5");
        seen.clear();
        world.at(seconds(5) + 2, other::kill);
        world.runUntil(seconds(8));
        assertThat(node.isPaused()).isFalse();
        assertThat(seen)
                .as("one late tick, however many were missed, and the next a whole delay later")
                .containsExactlyInAnyOrder("hello@5", "tick@5", "tick@6", "tick@7");
    }

    @Test
    void pausedCanBeKilled() {
        VirtualNode node = world.start("a");
        node.spawn(ticker(), "ticker");
        world.drainInstant();
        node.pause();
        world.runUntil(seconds(3));
        node.kill();
        world.runUntil(seconds(9));
        assertThat(seen).isEmpty();
        assertThatIllegalStateException().isThrownBy(node::resume);
    }

    @Test
    void comesBackInTheMiddleOfARun() {
        VirtualNode first = world.start("a");
        first.spawn(ticker(), "ticker");
        world.at(seconds(3) + 1, first::kill);
        world.at(seconds(7), () -> world.start("a").spawn(ticker(), "ticker"));
        world.runUntil(seconds(9));
        assertThat(seen).containsExactly("tick@1", "tick@2", "tick@3", "tick@8", "tick@9");
        assertThat(first.isAlive()).isFalse();
    }

    @Test
    void cannotKillItselfInTheMiddleOfAStep() {
        VirtualNode node = world.start("a");
        ActorRef<String> actor = node.spawn(
                Behaviors.receiveMessage(message -> {
                    node.kill();
                    return Behaviors.same();
                }),
                "suicidal");
        actor.tell("now");
        world.drainInstant();
        assertThat(node.isAlive()).isTrue();
        assertThat(world.failures()).singleElement().satisfies(failure -> assertThat(failure.cause())
                .hasMessageContaining("between two steps"));
    }

    @Test
    void leavesNoThreadBehindAndNoMemory() throws InterruptedException {
        int threadsBefore = Thread.activeCount();
        List<WeakReference<ActorSystem<Void>>> systems = new ArrayList<>();
        List<VirtualNode> handles = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            VirtualNode node = world.start("n" + i % 7);
            node.spawn(ticker(), "ticker");
            systems.add(new WeakReference<>(node.system()));
            world.after(Duration.ofSeconds(1), node::kill);
            world.runUntil(world.timeline().now() + seconds(2));
            handles.add(node);
        }
        assertThat(Thread.activeCount()).isEqualTo(threadsBefore);
        for (int attempt = 0; attempt < 20 && living(systems) > 0; attempt++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(living(systems)).isZero();
        assertThat(handles).hasSize(400);
    }

    private static long living(List<WeakReference<ActorSystem<Void>>> systems) {
        return systems.stream().filter(system -> system.get() != null).count();
    }

    private Behavior<String> ticker() {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay("tick", Duration.ofSeconds(1));
            return Behaviors.receive(String.class)
                    .onAnyMessage(message -> {
                        seen.add(message + "@" + world.now() / seconds(1));
                        return Behaviors.same();
                    })
                    .onSignal(PostStop.class, signal -> {
                        seen.add("stopped");
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
