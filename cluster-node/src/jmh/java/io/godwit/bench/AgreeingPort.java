package io.godwit.bench;

import io.godwit.migration.CommitPort;
import io.godwit.migration.Move;
import io.godwit.migration.switchover.Standing;
import org.apache.pekko.actor.typed.ActorRef;

/// A registry that does at once what is asked of it.
final class AgreeingPort implements CommitPort {

    @Override
    public void ping(long request, ActorRef<LeaderAnswered> replyTo) {
        replyTo.tell(new LeaderAnswered(request));
    }

    @Override
    public void commit(Move move, Cargo cargo, ActorRef<Standing> replyTo) {
        replyTo.tell(new Standing.Committed(move.epoch() + 1));
    }

    @Override
    public void whole(Move move, ActorRef<Standing> replyTo) {
        replyTo.tell(new Standing.Committed(move.epoch() + 1));
    }

    @Override
    public void abort(Move move, String why, ActorRef<Standing> replyTo) {
        replyTo.tell(new Standing.Aborted(move.epoch() + 1));
    }

    @Override
    public void look(Move move, ActorRef<Standing> replyTo) {
        replyTo.tell(new Standing.Open());
    }
}
