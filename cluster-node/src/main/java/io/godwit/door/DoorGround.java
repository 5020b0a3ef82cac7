package io.godwit.door;

import io.godwit.host.Images;
import io.godwit.link.NodeId;
import io.godwit.migration.precopy.Terms;
import io.godwit.time.Timeline;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// What a door works with.
///
/// @param client names this process towards the controller; another one for each start
/// @param images that every node knows
/// @param usual limits of a migration that names none
/// @param hands what only the one who started the processes can do; empty elsewhere
public record DoorGround(
        Timeline timeline,
        List<NodeId> voters,
        String client,
        Images images,
        Terms usual,
        Optional<Function<Deed, CompletionStage<Deed.Result>>> hands) {}
