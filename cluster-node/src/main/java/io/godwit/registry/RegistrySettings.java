package io.godwit.registry;

import io.microraft.RaftConfig;
import java.time.Duration;

/// Times and limits of the registry.
///
/// By default a new leader stands about 3 s after the old one was killed, 4.1 s at most (`docs/registry.md`):
/// followers look each `heartbeat` whether `leaderTimeout` is over, and then need two rounds of votes.
///
/// @param heartbeat how often a leader tells that it lives; whole seconds, which is the library's grain
/// @param leaderTimeout a leader that was silent for so long is replaced; whole seconds
/// @param electionTimeout how long a candidate waits for votes. Raft (Ongaro, Ousterhout, 2014, §9.3) advises at least
///     ten round trips; a round trip between sites is some 10 ms, with a forced write
/// @param entriesBetweenSnapshots log entries after which the state is written as a whole and the log cut: at 200 B an
///     entry, some 2 MB to read at a start
/// @param maxPendingEntries entries that may wait for a majority; more are refused, and their clients try again
public record RegistrySettings(
        Duration heartbeat,
        Duration leaderTimeout,
        Duration electionTimeout,
        int entriesBetweenSnapshots,
        int maxPendingEntries) {

    public static RegistrySettings byDefault() {
        return new RegistrySettings(
                Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofMillis(500), 10_000, 5_000);
    }

    public RegistrySettings {
        if (!isWholeSeconds(heartbeat) || !isWholeSeconds(leaderTimeout)) {
            throw new IllegalArgumentException("heartbeat and leader time-out are whole seconds of at least 1: "
                    + heartbeat + ", " + leaderTimeout);
        }
        if (leaderTimeout.compareTo(heartbeat) <= 0) {
            throw new IllegalArgumentException("a leader must have time for a heartbeat before it is given up");
        }
    }

    RaftConfig raftConfig() {
        return RaftConfig.newBuilder()
                .setLeaderHeartbeatPeriodSecs(heartbeat.toSeconds())
                .setLeaderHeartbeatTimeoutSecs(leaderTimeout.toSeconds())
                .setLeaderElectionTimeoutMillis(electionTimeout.toMillis())
                .setCommitCountToTakeSnapshot(entriesBetweenSnapshots)
                .setMaxPendingLogEntryCount(maxPendingEntries)
                .build();
    }

    private static boolean isWholeSeconds(Duration duration) {
        return duration.equals(Duration.ofSeconds(duration.toSeconds())) && duration.isPositive();
    }
}
