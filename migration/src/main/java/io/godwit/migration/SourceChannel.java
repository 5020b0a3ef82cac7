package io.godwit.migration;

import io.godwit.link.Endpoint;
import io.godwit.migration.channel.ChannelAddress;
import io.godwit.migration.channel.ChannelNews;
import io.godwit.migration.channel.PageChannel;
import io.godwit.migration.channel.PageFrame;
import io.godwit.migration.channel.Passage;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/// A source's way for pages to its target: a passage on the target's port for pages, or the link where it named none.
/// Mutable, confined to the source's actor.
final class SourceChannel {

    private final MigrationNode node;
    private final MigrationOrder order;
    private final ActorRef<ChannelNews> news;
    private Optional<PageChannel> open = Optional.empty();

    SourceChannel(MigrationNode node, MigrationOrder order, ActorRef<ChannelNews> news) {
        this.node = node;
        this.order = order;
        this.news = news;
    }

    /// In place of what was open before.
    ///
    /// @param address of the target's port; empty: it has none
    void connect(long token, Optional<ChannelAddress> address) {
        close();
        Passage passage = new Passage(order.move().migration(), order.move().epoch(), token);
        open = Optional.of(address.flatMap(at -> node.pages().map(pages -> pages.connect(passage, at, news)))
                .orElseGet(this::overTheLink));
    }

    boolean isOpen() {
        return open.isPresent();
    }

    /// Nothing leaves when it is closed.
    void send(PageFrame frame) {
        open.ifPresent(it -> it.send(frame));
    }

    void close() {
        open.ifPresent(PageChannel::close);
        open = Optional.empty();
    }

    private PageChannel overTheLink() {
        return new PageChannel() {
            @Override
            public void send(PageFrame frame) {
                Endpoint target = new Endpoint(order.targetNode(), MigrationWire.SERVICE);
                node.link().send(MigrationWire.SERVICE, target, new MigrationWire.Pages(order.move(), frame));
            }

            @Override
            public void close() {
                // The link stays.
            }
        };
    }
}
