package io.godwit.migration;

import io.godwit.history.MigrationEvent.Side;
import io.godwit.migration.precopy.FairWay;
import io.godwit.migration.precopy.HandoverCost;
import io.godwit.migration.switchover.TargetEvent;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/// What a migration has of its target: of its way in, and what its guest's arrival takes, which its source is told
/// both, and of its cores. Mutable, confined to the target's actor.
final class TargetPace {

    /// The way that is shared, and where news of it go.
    record Way(ActorRef<HostCard.Command> card, ActorRef<FairWay.Grant> grants) {}

    private final MigrationNode node;
    private final TargetWork.Request request;
    private final Move move;
    private final Way way;
    private final Guest guest;
    private FairWay.Ask asked = new FairWay.Ask(0, 0);
    private FairWay.Grant grant = FairWay.Grant.NOTHING;
    private Optional<HandoverCost> arrival = Optional.empty();
    private boolean ended;

    TargetPace(MigrationNode node, TargetWork.Request request, Way way, Guest guest) {
        this.node = node;
        this.request = request;
        this.move = request.reserve().move();
        this.way = way;
        this.guest = guest;
    }

    /// Asks for all that the link passes, until its source says what it can use. The way back is taken to be as fast.
    void begin() {
        long linkBits = node.link().quality(request.source().node()).bandwidth().bitsPerSecond();
        ask(new FairWay.Ask(linkBits, linkBits));
    }

    /// @return that nothing follows from it
    List<TargetEvent> fromCard(FairWay.Grant next) {
        grant = next;
        say();
        return List.of();
    }

    /// @return that nothing follows from it
    List<TargetEvent> fromSource(MigrationWire.Paces paces) {
        if (!ended) {
            ask(paces.what());
            way.card().tell(new HostCard.Keeps(move.migration(), Side.TARGET, paces.keeps()));
        }
        return List.of();
    }

    /// @return that nothing follows from it
    List<TargetEvent> fromSource(MigrationWire.Spends spends) {
        if (!ended) {
            guest.spendCpu(spends.nanoCores());
        }
        return List.of();
    }

    /// The guest's arrival takes that.
    void expects(HandoverCost cost) {
        arrival = Optional.of(cost);
        say();
    }

    /// Says it again, as it may have been lost.
    void tick() {
        say();
    }

    /// Nothing comes any more.
    void end() {
        if (!ended) {
            ended = true;
            guest.spendCpu(0);
            way.card().tell(new HostCard.Drop(move.migration(), Side.TARGET));
        }
    }

    private void ask(FairWay.Ask ask) {
        if (!ask.equals(asked)) {
            asked = ask;
            way.card().tell(new HostCard.Ask(move.migration(), Side.TARGET, ask, way.grants()));
        }
    }

    private void say() {
        if (!ended && grant.number() > 0) {
            node.link().send(MigrationWire.SERVICE, request.source(), new MigrationWire.Share(move, grant, arrival));
        }
    }
}
