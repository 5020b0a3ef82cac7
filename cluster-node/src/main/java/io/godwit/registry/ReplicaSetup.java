package io.godwit.registry;

import io.godwit.history.Recorder;
import io.godwit.link.Link;
import io.godwit.link.NodeId;
import io.godwit.log.LogDevice;
import io.godwit.registry.consensus.Voter;
import io.godwit.time.Seed;
import io.godwit.time.Timeline;
import java.util.List;

/// What a replica of the registry is made of.
///
/// @param voters all of them, this one too, the same everywhere
/// @param boot names the process; another one for each start
/// @param device this voter's disk
/// @param seed another one for each voter and boot, or candidates always collide
public record ReplicaSetup(
        List<NodeId> voters,
        String boot,
        RegistrySettings settings,
        Link link,
        LogDevice device,
        Timeline timeline,
        Seed seed,
        Recorder recorder) {

    NodeId self() {
        return link.self();
    }

    /// The group as it begins.
    List<Voter> founders() {
        return voters.stream().sorted().map(node -> new Voter(node, 1)).toList();
    }
}
