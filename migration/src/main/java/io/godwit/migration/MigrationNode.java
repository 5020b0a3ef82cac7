package io.godwit.migration;

import io.godwit.history.Recorder;
import io.godwit.host.HypervisorCommand;
import io.godwit.identity.HostId;
import io.godwit.link.Link;
import io.godwit.migration.channel.PageChannels;
import io.godwit.time.Seed;
import io.godwit.time.Timeline;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/// What the migrations of one node work with.
///
/// @param pages the TCP port for pages; empty: they go over the link, as in virtual time
/// @param hypervisors of the hosts that the node carries and that have power
public record MigrationNode(
        Link link,
        Optional<PageChannels> pages,
        CommitPort registry,
        Function<HostId, Optional<ActorRef<HypervisorCommand>>> hypervisors,
        Ground ground,
        MigrationSettings settings) {

    /// What every actor of it stands on.
    ///
    /// @param seed of the tokens of page channels
    public record Ground(Timeline timeline, Recorder recorder, HoldPoint holds, Seed seed) {}
}
