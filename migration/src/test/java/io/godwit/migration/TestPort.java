package io.godwit.migration;

import io.godwit.migration.switchover.Standing;
import io.godwit.time.VirtualNode;
import io.godwit.time.VirtualWorld;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/// A node's way to a [TestRegistry]: it takes [#ONE_WAY] there and back, loses requests and answers while it is cut,
/// and repeats them.
final class TestPort implements CommitPort {

    static final Duration ONE_WAY = Duration.ofNanos(200_000);
    private static final Duration REPEAT = Duration.ofMillis(300);

    private final VirtualWorld world;
    private final VirtualNode node;
    private final TestRegistry registry;
    private boolean cut;

    TestPort(VirtualWorld world, VirtualNode node, TestRegistry registry) {
        this.world = world;
        this.node = node;
        this.registry = registry;
    }

    void cut(boolean isCut) {
        cut = isCut;
    }

    @Override
    public void ping(long request, ActorRef<LeaderAnswered> replyTo) {
        call(() -> new LeaderAnswered(request), replyTo);
    }

    @Override
    public void commit(Move move, Cargo cargo, ActorRef<Standing> replyTo) {
        call(() -> registry.commit(move, cargo == Cargo.GUEST_OWED_PAGES), replyTo);
    }

    @Override
    public void whole(Move move, ActorRef<Standing> replyTo) {
        call(() -> registry.whole(move), replyTo);
    }

    @Override
    public void abort(Move move, String why, ActorRef<Standing> replyTo) {
        call(() -> registry.abort(move), replyTo);
    }

    @Override
    public void look(Move move, ActorRef<Standing> replyTo) {
        call(() -> registry.look(move), replyTo);
    }

    private <T> void call(Supplier<T> question, ActorRef<T> replyTo) {
        world.after(ONE_WAY, () -> {
            if (cut) {
                repeat(question, replyTo);
            } else {
                T answer = question.get();
                world.after(ONE_WAY, () -> arrive(question, answer, replyTo));
            }
        });
    }

    private <T> void arrive(Supplier<T> question, T answer, ActorRef<T> replyTo) {
        if (cut) {
            repeat(question, replyTo);
        } else if (node.isAlive()) {
            replyTo.tell(answer);
        }
    }

    private <T> void repeat(Supplier<T> question, ActorRef<T> replyTo) {
        if (node.isAlive()) {
            world.after(REPEAT, () -> call(question, replyTo));
        }
    }
}
