package io.godwit.rack;

import io.godwit.identity.HostId;
import io.godwit.identity.VmId;
import io.godwit.migration.CommitPort;
import io.godwit.migration.Move;
import io.godwit.migration.switchover.Standing;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.apache.pekko.actor.typed.ActorRef;

/// Who has which VM, in the place of a registry: one list, which answers at once and never fails. A migration that was
/// begun is ended once, by commit or abort.
final class Owners implements CommitPort {

    /// @param settled how the last migration ended; empty while one is under way or there was none
    private record Owned(HostId host, long epoch, Optional<Move> move, Optional<Standing> settled) {}

    private final Map<VmId, Owned> owned = new TreeMap<>();

    void started(VmId vm, HostId host, long epoch) {
        owned.put(vm, new Owned(host, epoch, Optional.empty(), Optional.empty()));
    }

    void begun(Move move) {
        owned.put(move.vm(), new Owned(move.source(), move.epoch(), Optional.of(move), Optional.empty()));
    }

    HostId hostOf(VmId vm) {
        return of(vm).host();
    }

    long epochOf(VmId vm) {
        return of(vm).epoch();
    }

    private Owned of(VmId vm) {
        return Optional.ofNullable(owned.get(vm))
                .orElseThrow(() -> new IllegalArgumentException("there is no VM " + vm));
    }

    @Override
    public void ping(long request, ActorRef<LeaderAnswered> replyTo) {
        replyTo.tell(new LeaderAnswered(request));
    }

    @Override
    public void commit(Move move, Cargo cargo, ActorRef<Standing> replyTo) {
        Standing.Pages pages = cargo == Cargo.GUEST_OWED_PAGES ? Standing.Pages.OWED : Standing.Pages.THERE;
        replyTo.tell(settle(move, epoch -> new Standing.Committed(epoch, pages)));
    }

    @Override
    public void whole(Move move, ActorRef<Standing> replyTo) {
        owned.computeIfPresent(
                move.vm(),
                (_, now) -> new Owned(
                        now.host(), now.epoch(), now.move(), Optional.of(new Standing.Committed(now.epoch()))));
        replyTo.tell(standing(move));
    }

    @Override
    public void abort(Move move, String why, ActorRef<Standing> replyTo) {
        replyTo.tell(settle(move, Standing.Aborted::new));
    }

    @Override
    public void look(Move move, ActorRef<Standing> replyTo) {
        replyTo.tell(standing(move));
    }

    private Standing settle(Move move, LongFunction<Standing> end) {
        var now = of(move.vm());
        if (now.move().equals(Optional.of(move)) && now.settled().isEmpty()) {
            long epoch = now.epoch() + 1;
            Standing ended = end.apply(epoch);
            HostId owner = ended instanceof Standing.Committed ? move.target() : move.source();
            owned.put(move.vm(), new Owned(owner, epoch, now.move(), Optional.of(ended)));
        }
        return standing(move);
    }

    private Standing standing(Move move) {
        var now = of(move.vm());
        return now.move().equals(Optional.of(move))
                ? now.settled().orElse(new Standing.Open())
                : new Standing.Superseded("another migration of it was begun");
    }
}
