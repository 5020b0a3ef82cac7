package io.godwit.migration;

import io.godwit.migration.switchover.Standing;
import org.apache.pekko.actor.typed.ActorRef;

/// A migration's way to the registry. An answer that is not certain is never given: the port repeats the command, with
/// the same id, for as long as it takes; so an answer may come late or, from a node that dies, never.
public interface CommitPort {

    /// Answered with `request` when the registry's leader proved that it leads, after this call.
    void ping(long request, ActorRef<LeaderAnswered> replyTo);

    /// (source, e, m) → (target, e+1), proposed by the target.
    void commit(Move move, Cargo cargo, ActorRef<Standing> replyTo);

    /// What has come to the target.
    enum Cargo {
        /// A guest, ready to run.
        GUEST,
        /// A guest that depends on the source's copy for pages from then on.
        GUEST_OWED_PAGES,
        /// The disk of a VM that was stopped.
        DISK
    }

    /// (target, e+1, m, owed) → (target, e+1), proposed by the target.
    void whole(Move move, ActorRef<Standing> replyTo);

    /// (source, e, m) → (source, e+1), proposed by either.
    void abort(Move move, String why, ActorRef<Standing> replyTo);

    /// What stands in the registry's record.
    void look(Move move, ActorRef<Standing> replyTo);

    record LeaderAnswered(long request) {}
}
