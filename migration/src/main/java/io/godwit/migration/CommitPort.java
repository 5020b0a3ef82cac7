package io.godwit.migration;

import io.godwit.migration.switchover.Standing;
import org.apache.pekko.actor.typed.ActorRef;

/// A migration's way to the registry. An answer that is not certain is never given: the port repeats the command, with
/// the same id, for as long as it takes; so an answer may come late or, from a node that dies, never.
public interface CommitPort {

    /// Answered with `request` when the registry's leader proved that it leads, after this call.
    void ping(long request, ActorRef<LeaderAnswered> replyTo);

    /// (source, e, m) → (target, e+1), proposed by the target.
    ///
    /// @param owed whether the target depends on the source's copy from then on
    void commit(Move move, boolean owed, ActorRef<Standing> replyTo);

    /// (target, e+1, m, owed) → (target, e+1), proposed by the target.
    void whole(Move move, ActorRef<Standing> replyTo);

    /// (source, e, m) → (source, e+1), proposed by either.
    void abort(Move move, String why, ActorRef<Standing> replyTo);

    /// What stands in the registry's record.
    void look(Move move, ActorRef<Standing> replyTo);

    record LeaderAnswered(long request) {}
}
