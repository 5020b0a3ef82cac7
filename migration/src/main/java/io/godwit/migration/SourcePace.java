package io.godwit.migration;

import io.godwit.history.MigrationEvent.Side;
import io.godwit.link.Endpoint;
import io.godwit.link.LinkLoad;
import io.godwit.link.LinkQuality;
import io.godwit.migration.precopy.FairWay;
import io.godwit.migration.precopy.PageFlow;
import io.godwit.unit.Bandwidth;
import org.apache.pekko.actor.typed.ActorRef;

/// How fast a migration may send: by its share of its host's way out, by that of the target's way in, and by its part
/// of the link. All that it sends takes turns here: pages, blocks of a disk, state. Mutable, confined to the source's
/// actor.
final class SourcePace implements PageFlow.Wire {

    /// A wire that passes nothing is taken to be this slow: patience ends long before a batch has left.
    private static final Bandwidth SLOWEST = new Bandwidth(1000);

    /// The ways that are shared, and where news of them go.
    record Ways(ActorRef<HostCard.Command> card, ActorRef<FairWay.Grant> grants) {}

    private final MigrationNode node;
    private final MigrationOrder order;
    private final Ways ways;
    private FairWay.Grant out = FairWay.Grant.NOTHING;
    private FairWay.Grant in = FairWay.Grant.NOTHING;
    private FairWay.Ask asked = new FairWay.Ask(0, 0);
    private FairWay.Ask told = asked;
    private long wantedBits = Long.MAX_VALUE;
    private long freeAtNs = Long.MIN_VALUE;

    /// Until when what was booked at a higher rate is under way.
    private long fasterUntilNs = Long.MIN_VALUE;

    private long keptOut;
    private long keptIn;
    private LinkLoad load = LinkLoad.of(1);
    private boolean ended;

    SourcePace(MigrationNode node, MigrationOrder order, Ways ways) {
        this.node = node;
        this.order = order;
        this.ways = ways;
    }

    /// Looks at the link, and asks for what it can use.
    void look() {
        if (ended) {
            return;
        }
        FairWay.Ask ask = ask(in.number() == 0 ? Long.MAX_VALUE : in.couldBits());
        if (!ask.equals(asked)) {
            asked = ask;
            ways.card().tell(new HostCard.Ask(order.move().migration(), Side.SOURCE, ask, ways.grants()));
        }
        settle();
    }

    /// A share of the way out.
    void fromCard(FairWay.Grant grant) {
        slower(out.bits(), grant.bits());
        out = grant;
        look();
        sayIfNew();
    }

    /// A share of the target's way in.
    void fromTarget(FairWay.Grant grant) {
        if (grant.number() >= in.number()) {
            slower(in.bits(), grant.bits());
            in = grant;
            look();
        }
    }

    private void slower(long before, long now) {
        if (now < before) {
            fasterUntilNs = freeAtNs;
        }
    }

    /// It can use no more than that, whatever it is given.
    void wants(Bandwidth most) {
        if (most.bitsPerSecond() != wantedBits) {
            wantedBits = most.bitsPerSecond();
            look();
            sayIfNew();
        }
    }

    /// These share its link, itself included.
    void shareLink(LinkLoad all) {
        load = all;
        look();
        sayIfNew();
    }

    /// Whether it was given anything yet.
    boolean isOpen() {
        return bits() > 0;
    }

    /// The link as it is now.
    LinkQuality wholeLink() {
        LinkQuality quality = node.link().quality(order.targetNode());
        return quality.bandwidth().compareTo(SLOWEST) < 0 ? new LinkQuality(quality.latency(), SLOWEST) : quality;
    }

    /// The link as this migration may use it now.
    LinkQuality link() {
        LinkQuality link = wholeLink();
        return new LinkQuality(
                link.latency(), new Bandwidth(Math.min(link.bandwidth().bitsPerSecond(), bits())));
    }

    /// The link as it will use it, once others have made room: where nothing else changes.
    LinkQuality fairLink() {
        LinkQuality link = wholeLink();
        long couldBits = Math.min(partBits(), Math.min(out.couldBits(), in.couldBits()));
        return new LinkQuality(
                link.latency(), new Bandwidth(Math.min(link.bandwidth().bitsPerSecond(), Math.max(1, couldBits))));
    }

    @Override
    public long take(long fromNs, long bytes) {
        freeAtNs = Math.addExact(Math.max(freeAtNs, fromNs), new Bandwidth(bits()).nanosFor(bytes));
        return freeAtNs;
    }

    /// Says that it keeps to what it was given, once that is so.
    void settle() {
        if (ended || now() < fasterUntilNs) {
            return;
        }
        if (keptOut != out.number()) {
            keptOut = out.number();
            ways.card().tell(new HostCard.Keeps(order.move().migration(), Side.SOURCE, keptOut));
        }
        if (keptIn != in.number()) {
            keptIn = in.number();
            say();
        }
    }

    /// Says it again, as it may have been lost.
    void tick() {
        look();
        if (!ended && in.number() > 0) {
            say();
        }
    }

    /// It sends nothing any more.
    void end() {
        if (!ended) {
            ended = true;
            ways.card().tell(new HostCard.Drop(order.move().migration(), Side.SOURCE));
        }
    }

    private void sayIfNew() {
        if (!ended && in.number() > 0 && !told.equals(ofTarget())) {
            say();
        }
    }

    private void say() {
        told = ofTarget();
        node.link()
                .send(
                        MigrationWire.SERVICE,
                        new Endpoint(order.targetNode(), MigrationWire.SERVICE),
                        new MigrationWire.Paces(order.move(), told, keptIn));
    }

    private FairWay.Ask ofTarget() {
        return ask(out.number() == 0 ? Long.MAX_VALUE : out.couldBits());
    }

    /// @param elsewhereBits what it could have at its other end
    private FairWay.Ask ask(long elsewhereBits) {
        return new FairWay.Ask(
                wholeLink().bandwidth().bitsPerSecond(), Math.min(partBits(), Math.min(wantedBits, elsewhereBits)));
    }

    /// Of a link that passes nothing, too.
    private long partBits() {
        return Math.max(1, load.ofMove(wholeLink().bandwidth()).bitsPerSecond());
    }

    private long bits() {
        return Math.min(partBits(), Math.min(out.bits(), in.bits()));
    }

    private long now() {
        return node.ground().timeline().now();
    }
}
