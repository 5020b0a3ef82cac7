package io.godwit.registry.consensus;

import io.microraft.RaftNode;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.state.RaftState;

/// Starts the elections that the library would sleep through.
///
/// A voter that starts asks for pre-votes. If a leader of its own term is heard before those are counted, MicroRaft
/// 0.7 leaves it a pre-candidate that waits for nothing, and a pre-candidate looks at no heartbeat: it will never ask
/// for votes in that term again. Once all other voters have come back under one leader, nobody replaces that leader
/// when it dies.
public final class Alarm {

    private Alarm() {}

    /// To be called about as often as a leader's heartbeat, on the thread that the voter runs on. Does nothing unless
    /// the voter has slept through its leader's silence.
    public static void wake(RaftNode voter) {
        RaftNodeImpl node = (RaftNodeImpl) voter;
        RaftState state = node.state();
        if (state.leaderState() == null
                && state.leader() != null
                && state.preCandidateState() != null
                && node.isLeaderHeartbeatTimeoutElapsed()) {
            node.leader(null);
            node.runPreVote();
        }
    }
}
