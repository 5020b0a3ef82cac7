package io.godwit.house.planted;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/// A core that does all that a core must not.
public final class AskingCore {

    private final Map<String, Integer> ages = new HashMap<>();

    Instant clock() {
        return Instant.now();
    }

    long monotonicClock() {
        return System.nanoTime();
    }

    String chance() {
        return UUID.randomUUID().toString() + new Random(1).nextInt();
    }

    Set<String> order(String first, String second) {
        ages.put(first, 1);
        return Set.copyOf(Set.of(first, second));
    }

    String identity(ActorRef<String> reference, ActorContext<String> context) {
        context.getLog().info("seen");
        return reference.path().name();
    }

    CompletableFuture<Integer> elsewhere(CompletableFuture<Integer> future) {
        return future.thenApplyAsync(value -> value + 1);
    }
}
