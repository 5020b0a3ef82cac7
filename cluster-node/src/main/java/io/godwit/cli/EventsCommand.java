package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.godwit.client.DoorClient;
import io.godwit.client.DoorClient.Answer;
import io.godwit.client.SentEvent;
import io.godwit.client.Unreachable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Tells what happened in a fleet, and what happens.
@Command(
        name = "events",
        description = {
            "Tells what happened in a fleet, and with --follow what happens.",
            "Times are seconds on the clock of the node that tells, which others need not share."
        },
        mixinStandardHelpOptions = true)
final class EventsCommand implements Callable<Integer> {

    private static final double NS_PER_SECOND = 1e9;

    /// Before a door that broke off is looked for again.
    private static final long PAUSE_NS = 500_000_000;

    @Option(names = "--follow", description = "go on until interrupted")
    private boolean follow;

    @Option(names = "--last", paramLabel = "N", description = "so many of each node (default: 100; 0 with --follow)")
    private Optional<Integer> last = Optional.empty();

    @Mixin
    private Reach reach = new Reach();

    @Override
    public Integer call() {
        return reach.with(client -> {
            String after = "";
            if (!follow || last.isPresent()) {
                Answer answer =
                        client.get("/v1/events" + last.map(it -> "?last=" + it).orElse(""));
                if (!answer.isGood()) {
                    return reach.refused(answer);
                }
                list(answer);
                after = answer.body().path("next").asText();
            }
            return follow ? follow(client, after) : 0;
        });
    }

    private void list(Answer answer) {
        if (reach.isJson() && !follow) {
            reach.print(answer.text());
            return;
        }
        answer.body().path("events").forEach(this::tell);
        JsonNode silent = answer.body().path("silent");
        if (!silent.isEmpty()) {
            reach.err()
                    .println("silent, so that what they wrote is missing: "
                            + silent.valueStream().map(JsonNode::asText).collect(Collectors.joining(", ")));
        }
    }

    /// Goes on at another door where the first one breaks off, behind the last event that was told.
    private int follow(DoorClient client, String from) {
        String after = from;
        while (true) {
            String path = "/v1/events?follow=true" + (after.isEmpty() ? "" : "&after=" + after);
            try (Stream<String> stream = client.lines(path)) {
                after = tellAll(stream.iterator(), after);
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private String tellAll(Iterator<String> lines, String from) {
        String after = from;
        try {
            Optional<SentEvent> event = SentEvent.next(lines);
            while (event.isPresent()) {
                after = event.get().id().isEmpty() ? after : event.get().id();
                if (event.get().kind().equals("happened")) {
                    tell(event.get().data());
                }
                event = SentEvent.next(lines);
            }
        } catch (UncheckedIOException broken) {
            return after;
        } catch (IOException garbled) {
            throw new Unreachable("the door sent what is no event: it is another version's");
        }
        return after;
    }

    private void tell(JsonNode event) {
        reach.print(
                reach.isJson()
                        ? event.toString()
                        : String.format(
                                Locale.ROOT,
                                "%9.3fs  %-8s %s",
                                event.path("atNs").asLong() / NS_PER_SECOND,
                                event.path("node").asText(),
                                event.path("text").asText()));
    }
}
