package io.godwit.cli;

import io.godwit.client.DoorClient;
import io.godwit.client.SentEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/// Follows a fleet's events from now on, for a command that waits for something. When the door breaks off, there are no
/// more.
final class Watch implements AutoCloseable {

    private final Stream<String> stream;
    private final Iterator<String> lines;

    private Watch(Stream<String> stream) {
        this.stream = stream;
        this.lines = stream.iterator();
    }

    /// Returns when everything that happens from here on will be told.
    static Watch open(DoorClient client) {
        Watch watch = new Watch(client.lines("/v1/events?follow=true"));
        while (true) {
            Optional<SentEvent> event = watch.next();
            if (event.isEmpty() || event.get().kind().equals("opened")) {
                return watch;
            }
        }
    }

    /// The next event or sign of life; empty when the door broke off.
    Optional<SentEvent> next() {
        try {
            return SentEvent.next(lines);
        } catch (UncheckedIOException broken) {
            return Optional.empty();
        } catch (IOException garbled) {
            throw new IllegalStateException("a door sent what is no event", garbled);
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
