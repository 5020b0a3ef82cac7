package io.godwit.migration.channel;

import io.godwit.identity.MigrationId;
import org.apache.pekko.actor.typed.ActorRef;

/// A node's port for pages. Safe to use from every actor of the node; no call blocks.
public interface PageChannels {

    /// Where sources are to connect to.
    ChannelAddress address();

    /// As target: opens the passage, in place of one for the same migration, for as many pages as [#grant] says.
    void expect(Passage passage, ActorRef<ChannelNews> target);

    /// As target: lets pages through up to so many, counted from the passage's beginning.
    void grant(MigrationId migration, long upToPages);

    /// As target: closes the passage. Nothing happens if there is none.
    void forget(MigrationId migration);

    /// As source: begins to connect. Frames may be sent at once; if the target refuses, the passage is lost.
    PageChannel connect(Passage passage, ChannelAddress target, ActorRef<ChannelNews> source);
}
