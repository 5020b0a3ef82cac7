package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.client.DoorClient;
import io.godwit.client.DoorClient.Answer;
import io.godwit.client.SentEvent;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Empties a host, and waits until that is done.
@Command(
        name = "drain",
        description = "Moves all VMs off a host and keeps new ones out, until `restore`.",
        mixinStandardHelpOptions = true)
final class DrainCommand implements Callable<Integer> {

    /// Signs of life of the door between two looks at the host.
    private static final int LOOK_EVERY = 2;

    /// The controller's own word, which has the numbers, comes before that many.
    private static final int LOOKS_TO_BELIEVE = 3;

    private static final long LOOK_NS = 500_000_000;

    @Parameters(paramLabel = "HOST", description = "its name")
    private String host = "";

    @Option(
            names = "--priority",
            paramLabel = "PRIORITY",
            description = "of its moves: high, normal (the default) or low")
    private Optional<String> priority = Optional.empty();

    @Option(names = "--no-wait", description = "return when the fleet has taken the order")
    private boolean noWait;

    @Mixin
    private Reach reach = new Reach();

    @Override
    public Integer call() {
        return reach.with(client -> noWait
                ? reach.told(
                        order(client), body -> reach.print(body.path("done").asText()))
                : drain(client));
    }

    private Answer order(DoorClient client) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        priority.ifPresent(it -> form.put("priority", it));
        return client.call("POST", path() + "/drain", Optional.of(form), VmCommand.PATIENCE);
    }

    private String path() {
        return "/v1/hosts/" + Names.inPath(host);
    }

    private int drain(DoorClient client) {
        try (Watch watch = Watch.open(client)) {
            Answer answer = order(client);
            return answer.isGood() ? follow(client, watch) : reach.refused(answer);
        }
    }

    private int follow(DoorClient client, Watch watch) {
        int quiet = 0;
        int empty = 0;
        while (true) {
            Optional<SentEvent> event = watch.next();
            if (event.isEmpty()) {
                LockSupport.parkNanos(LOOK_NS);
            } else if (!event.get().isSignOfLife()) {
                JsonNode data = event.get().data();
                boolean isMine = event.get().isAbout("host", host);
                if (isMine && data.path("kind").asText().equals("FleetEvent.DrainFinished")) {
                    JsonNode about = data.path("about");
                    return ended(about.path("moved").asInt(), about.path("left").asInt());
                }
                if (event.get().isAbout("source", host) && !reach.isJson()) {
                    reach.print(data.path("text").asText());
                }
                continue;
            }
            if (++quiet % LOOK_EVERY == 0) {
                boolean drained =
                        client.get(path()).body().path("state").asText().equals("drained");
                empty = drained ? empty + 1 : 0;
            }
            if (empty == LOOKS_TO_BELIEVE) {
                return ended(0, 0);
            }
        }
    }

    private int ended(int moved, int left) {
        if (reach.isJson()) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            reach.print(
                    body.put("host", host).put("moved", moved).put("left", left).toString());
        } else {
            reach.print(
                    left == 0
                            ? host + " is empty, " + moved + " moved: `godwit restore " + host + "` takes it back"
                            : host + " still has " + left + " VMs that can't move, " + moved
                                    + " moved: `godwit events` says why");
        }
        return left == 0 ? 0 : Reach.REFUSED;
    }
}
