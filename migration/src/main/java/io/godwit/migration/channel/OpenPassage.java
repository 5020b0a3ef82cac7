package io.godwit.migration.channel;

import io.godwit.migration.channel.RefusalCounter.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/// A passage that a target expects: shared by the actor that grants and the one connection that may use it.
final class OpenPassage {

    private final Passage passage;
    private final ActorRef<ChannelNews> target;
    private final AtomicLong granted = new AtomicLong();
    private final AtomicReference<@Nullable SocketChannel> connection = new AtomicReference<>();

    OpenPassage(Passage passage, ActorRef<ChannelNews> target) {
        this.passage = passage;
        this.target = target;
    }

    /// Why this connection may not use the passage; empty if it is the first with the right token and epoch.
    Optional<Reason> refusalOf(Passage hello, SocketChannel from) {
        if (hello.token() != passage.token()) {
            return Optional.of(Reason.FOREIGN);
        }
        if (hello.epoch() != passage.epoch()) {
            return Optional.of(Reason.STALE);
        }
        return connection.compareAndSet(null, from) ? Optional.empty() : Optional.of(Reason.FOREIGN);
    }

    /// Why this frame may not pass; empty if it may.
    ///
    /// @param pagesBefore pages that came before it
    Optional<Reason> refusalOf(PageFrame frame, long pagesBefore) {
        if (!frame.migration().equals(passage.migration())) {
            return Optional.of(Reason.FOREIGN);
        }
        if (frame.epoch() != passage.epoch()) {
            return Optional.of(Reason.STALE);
        }
        return pagesBefore + frame.pages().size() > granted.get() ? Optional.of(Reason.OVERRUN) : Optional.empty();
    }

    void grant(long upToPages) {
        granted.accumulateAndGet(upToPages, Math::max);
    }

    void tell(ChannelNews news) {
        target.tell(news);
    }

    /// Ends the connection that uses it, if there is one.
    void close() {
        SocketChannel used = connection.get();
        if (used != null) {
            try {
                used.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
