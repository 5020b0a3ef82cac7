/// What the Raft library needs from the world, and its messages in our words.
///
/// The algorithm is MicroRaft's. It runs inside one actor, on Pekko's timers and our timeline, sends [Packet]s over the
/// link and keeps its log in a [VoterLog]; so the very same voter runs on both clocks. Operations are opaque [Bytes]
/// here: they are encoded once, by the leader, and copied from then on.
@NullMarked
package io.godwit.registry.consensus;

import io.godwit.log.Bytes;
import org.jspecify.annotations.NullMarked;
