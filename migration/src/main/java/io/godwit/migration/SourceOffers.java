package io.godwit.migration;

import io.godwit.link.Endpoint;
import io.godwit.link.LinkQuality;
import io.godwit.memory.PageBatch;
import io.godwit.memory.PageMarks;
import io.godwit.migration.MigrationWire.Offer;
import io.godwit.migration.precopy.PageFlow;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/// Before the first round, asks the target for pages that it has for other guests: all that are not zero, some at a
/// time, by their hashes. What it has it takes at once; the first round sends the rest. A question that has no answer
/// is asked again, and is one to the target all the same. Mutable, confined to the source's actor.
///
/// *Not modelled*: several questions under way.
final class SourceOffers {

    /// 16 MiB of guest memory: 112 KiB on the wire, and less than a message may have.
    private static final int PAGES = 4096;

    private final MigrationNode node;
    private final MigrationOrder order;
    private final SourceWork.Ends ends;
    private final Supplier<LinkQuality> wire;
    private Optional<Walk> open = Optional.empty();

    /// @param lacking pages that the target has not, as far as it was asked
    private record Walk(PageFlow flow, PageMarks lacking, Optional<Offer> offer, boolean isAsked, long number) {

        Walk with(Offer next) {
            return new Walk(flow, lacking, Optional.of(next), false, next.number());
        }

        Walk asked() {
            return new Walk(flow, lacking, offer, true, number);
        }

        Walk answered() {
            return new Walk(flow, lacking, Optional.empty(), false, number);
        }
    }

    SourceOffers(MigrationNode node, MigrationOrder order, SourceWork.Ends ends, Supplier<LinkQuality> wire) {
        this.node = node;
        this.order = order;
        this.ends = ends;
        this.wire = wire;
    }

    /// Whether not all was asked for that was to be.
    boolean isOpen() {
        return open.isPresent();
    }

    /// Nothing is asked any more.
    void close() {
        open = Optional.empty();
    }

    /// Asks for all pages of the flow's walk, which goes on with those that the target has not.
    ///
    /// @return whether all was asked for by that
    boolean begin(PageFlow flow) {
        PageMarks none = PageMarks.none(
                order.spec().memory().pages(node.settings().cost().page()));
        open = Optional.of(new Walk(flow, none, Optional.empty(), false, 0));
        return next(open.get());
    }

    /// @return whether all was asked for by that
    boolean read(PageBatch batch) {
        Walk walk = open.orElseThrow();
        PageBatch asked = batch.only(batch.pick(index -> batch.content(index) != 0));
        lack(walk, batch, index -> batch.content(index) == 0);
        if (asked.size() == 0) {
            return next(walk);
        }
        open = Optional.of(walk.with(new Offer(order.move(), walk.number() + 1, asked)));
        walk.flow().idleUntil(now());
        ends.wake().at(walk.flow().bookOffer(asked.size(), wire.get().bandwidth()), now());
        return false;
    }

    /// The question has left the emulated wire.
    void leaveWire() {
        open = open.map(Walk::asked);
        open.ifPresent(it -> it.flow().rest());
        ask();
    }

    /// @return whether all was asked for by that; not if it answers what was answered before
    boolean answered(MigrationWire.Held held) {
        Optional<Walk> asked = open.filter(it -> it.isAsked() && it.number() == held.number());
        asked.ifPresent(walk -> {
            PageBatch offer = walk.offer().orElseThrow().pages();
            lack(walk, offer, index -> !held.pages().has(index));
            walk.flow().held(offer.size(), held.pages().size());
        });
        return asked.filter(walk -> next(walk.answered())).isPresent();
    }

    /// Asks once more, as question or answer may have been lost.
    void ask() {
        open.filter(Walk::isAsked).flatMap(Walk::offer).ifPresent(offer -> node.link()
                .send(MigrationWire.SERVICE, new Endpoint(order.targetNode(), MigrationWire.SERVICE), offer));
    }

    private boolean next(Walk walk) {
        boolean all = walk.flow().cursor().remaining() == 0;
        if (all) {
            open = Optional.empty();
            walk.flow().aim(walk.lacking().marked().cursor());
        } else {
            open = Optional.of(walk);
            ends.guest().read(walk.flow().cursor(), PAGES, false);
        }
        return all;
    }

    private static void lack(Walk walk, PageBatch batch, IntPredicate lacks) {
        for (int i = 0; i < batch.size(); i++) {
            if (lacks.test(i)) {
                walk.lacking().add(batch.page(i));
            }
        }
    }

    private long now() {
        return node.ground().timeline().now();
    }
}
