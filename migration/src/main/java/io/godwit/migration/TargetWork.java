package io.godwit.migration;

import io.godwit.device.Relocation;
import io.godwit.history.GuestEvent.Why;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.host.Lifecycle;
import io.godwit.host.Transfer;
import io.godwit.link.Endpoint;
import io.godwit.migration.CommitPort.Cargo;
import io.godwit.migration.MigrationWire.AbortWon;
import io.godwit.migration.MigrationWire.GuestProof;
import io.godwit.migration.MigrationWire.HandOver;
import io.godwit.migration.channel.ChannelNews;
import io.godwit.migration.channel.Inflow;
import io.godwit.migration.channel.PageChannels;
import io.godwit.migration.channel.PageFrame;
import io.godwit.migration.channel.Passage;
import io.godwit.migration.switchover.Standing;
import io.godwit.migration.switchover.TargetEvent;
import io.godwit.migration.switchover.TargetState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.pekko.actor.typed.ActorRef;

/// What a target does and waits for: messages to the source, orders to its hypervisor, claims to the registry, and how
/// long each may take. Mutable, confined to the target's actor; it answers what happened, for
/// [io.godwit.migration.switchover.TargetMachine] to decide on.
final class TargetWork {

    /// @param token of the page channel
    record Request(MigrationWire.Reserve reserve, Endpoint source, long token) {}

    /// Where answers for the actor come in.
    record Ends(Guest guest, ActorRef<Standing> standings, ActorRef<ChannelNews> channel, TargetPace pace) {}

    private final MigrationNode node;
    private final Request request;
    private final Move move;
    private final Ends ends;
    private final Journal journal;
    private final TargetPull pull;
    private final TargetDisk disk;
    private final TargetOffers offers;
    private Inflow inflow;
    private Optional<HandOver> handOver = Optional.empty();
    private Optional<TargetProof> proof = Optional.empty();
    private final Standstill standstill;
    private OptionalLong epoch = OptionalLong.empty();
    private long missedFrames;
    private boolean installing;
    private boolean hasBase;
    private long toldGrant;
    private final TargetPatience patience;
    private int announced;

    TargetWork(MigrationNode node, Request request, Ends ends, Journal journal) {
        this.node = node;
        this.request = request;
        this.move = request.reserve().move();
        this.ends = ends;
        this.journal = journal;
        this.standstill = new Standstill(node, request.source().node(), journal);
        this.pull = new TargetPull(node, request, ends, journal);
        this.disk = new TargetDisk(move, ends.guest(), this::send);
        this.offers = new TargetOffers(move, ends.guest(), this::send);
        this.inflow = Inflow.withWindow(node.settings().windowPages());
        this.patience = new TargetPatience(node);
    }

    MigrationNode node() {
        return node;
    }

    Journal journal() {
        return journal;
    }

    void askRoom() {
        ends.pace().begin();
        ends.guest().reserve(request.reserve().spec(), move.migration());
    }

    void welcome() {
        patience.framed();
        node.pages().ifPresent(pages -> {
            pages.expect(new Passage(move.migration(), move.epoch(), request.token()), ends.channel());
            pages.grant(move.migration(), inflow.granted());
        });
        tellWelcome();
    }

    void tellRefusal(String why) {
        send(new MigrationWire.Refused(move, why));
    }

    /// Goes on when the last page and block are in place, which may be later.
    void verify() {
        boolean complete = handOver.filter(
                        it -> inflow.hasAll(it.guest().map(GuestProof::frames).orElse(0L)) && disk.hasAll(it))
                .isPresent();
        if (complete && !installing) {
            installing = true;
            guest().ifPresentOrElse(
                            it -> ends.guest().install(it.state(), pull.lacking(it.lacking(), guestPages())),
                            proof.orElseThrow()::begin);
        }
    }

    /// Empty before it was handed over, or if the VM has none.
    private Optional<GuestProof> guest() {
        return handOver.flatMap(HandOver::guest);
    }

    private Cargo cargo() {
        return guest().map(it -> it.lacking() > 0 ? Cargo.GUEST_OWED_PAGES : Cargo.GUEST)
                .orElse(Cargo.DISK);
    }

    private boolean isOwed() {
        return cargo() == Cargo.GUEST_OWED_PAGES;
    }

    void proposeCommit() {
        standstill.prepared();
        if (!isOwed()) {
            journal.prepared(proof.orElseThrow().digest());
            ends.pace().end();
        }
        node.registry().commit(move, cargo(), ends.standings());
    }

    void proposeAbort(String why) {
        send(new MigrationWire.GivingUp(move, why));
        node.registry().abort(move, why, ends.standings());
    }

    void resumeGuest(long newEpoch) {
        epoch = OptionalLong.of(newEpoch);
        standstill.committed();
        closePassage();
        journal.committed(newEpoch);
        switch (cargo()) {
            case DISK -> ends.guest().keepDisk(move.migration(), newEpoch);
            case GUEST_OWED_PAGES -> {
                ends.guest().watchFaults();
                ends.guest().resume(newEpoch, Why.MIGRATION);
            }
            case GUEST -> ends.guest().resume(newEpoch, Why.MIGRATION);
        }
    }

    TargetPull pulling() {
        return pull;
    }

    void pull() {
        pull.open(epoch.orElseThrow(), guest().orElseThrow().digest());
    }

    void announce() {
        announced++;
        send(new MigrationWire.Committed(move, epoch.orElseThrow(), standstill.downtime()));
    }

    void discard(Standing standing) {
        closePassage();
        if (standing instanceof Standing.Aborted(var newEpoch)) {
            epoch = OptionalLong.of(newEpoch);
            send(new AbortWon(move, Side.TARGET, newEpoch));
        }
        ends.guest().release();
    }

    MigrationReport finish(Outcome outcome, String why) {
        var traffic = new MigrationReport.Traffic(
                guest().map(it -> it.state().pending().size()).orElse(0), missedFrames);
        var report = new MigrationReport(move, journal.side(), outcome, epoch, why, standstill.downtime(), traffic);
        journal.finished(report);
        return report;
    }

    List<TargetEvent> fromSource(TargetState state, MigrationWire.ToTarget message) {
        patience.heard();
        List<TargetEvent> events = new ArrayList<>();
        if (state instanceof TargetState.Stranded && !(message instanceof MigrationWire.Ended)) {
            events.add(new TargetEvent.SourceHeard());
        }
        events.addAll(told(state, message));
        return events;
    }

    private List<TargetEvent> told(TargetState state, MigrationWire.ToTarget message) {
        return switch (message) {
            case MigrationWire.Reserve _ -> {
                if (state instanceof TargetState.Receiving) {
                    tellWelcome();
                }
                yield List.of();
            }
            case MigrationWire.Pages(var _, var frame) -> arrived(state, frame);
            case MigrationWire.Offer offer -> offers.arrived(offer);
            case MigrationWire.Blocks blocks -> isOpen(state) ? disk.arrived(blocks) : List.of();
            case MigrationWire.Alive(var _, var frames) -> {
                patience.sent(frames);
                pull.alive(frames);
                yield List.of();
            }
            case HandOver it -> onHandOver(state, it);
            case MigrationWire.Paces paces -> ends.pace().fromSource(paces);
            case MigrationWire.Spends spends -> ends.pace().fromSource(spends);
            case AbortWon(var _, var _, var newEpoch) ->
                List.of(new TargetEvent.Learned(new Standing.Aborted(newEpoch)));
            case MigrationWire.Released released -> {
                missedFrames = released.missedFrames();
                yield List.of(new TargetEvent.SourceDone());
            }
            case MigrationWire.Ended _ -> List.of(TargetPull.sourceEnded(state));
        };
    }

    List<TargetEvent> arrived(TargetState state, PageFrame frame) {
        patience.heard();
        if (state instanceof TargetState.Pulling || state instanceof TargetState.Stranded) {
            return pull.arrived(frame, guestPages());
        }
        if (!isOpen(state)) {
            return List.of();
        }
        if (!inflow.isNext(frame)) {
            return List.of(new TargetEvent.Failed(
                    "frame " + frame.sequence() + " of pages came in place of " + inflow.frames()));
        }
        if (!frame.pages().fits(guestPages())) {
            return List.of(new TargetEvent.Failed("a page came that the guest does not have"));
        }
        inflow = inflow.arrived(frame);
        patience.framed();
        if (frame.round() == 0) {
            pull.name(frame, guestPages());
            return wrote(frame.pages().size());
        }
        ends.guest().write(frame.pages());
        return List.of();
    }

    private static boolean isOpen(TargetState state) {
        return state instanceof TargetState.Receiving || state instanceof TargetState.Verifying;
    }

    private List<TargetEvent> wrote(int pages) {
        inflow = inflow.wrote(pages);
        grantMore();
        verify();
        return List.of();
    }

    List<TargetEvent> channelLost(TargetState state, String why) {
        if (state instanceof TargetState.Pulling) {
            pull.reopen();
        }
        return List.of(new TargetEvent.Failed(why));
    }

    List<TargetEvent> fromHost(TargetState state, Transfer.Answer answer) {
        return switch (answer) {
            case Transfer.Reserved reserved -> {
                hasBase = reserved.hasBase();
                boolean bringsDisk = request.reserve().spec().hasLocalDisk();
                yield List.of(new TargetEvent.RoomReserved(bringsDisk));
            }
            case Transfer.DiskMoved(var _, var outcome) -> diskMoved(outcome);
            case Transfer.Refused(var _, var _, var why) -> List.of(new TargetEvent.RoomRefused(why.sentence()));
            case Transfer.PagesWritten written when pull.isOpen() -> pull.wrote(written);
            case Transfer.PagesWritten written -> wrote(written.pages());
            case Transfer.HeldTaken held -> offers.taken(held);
            case Transfer.PageWanted wanted -> pull.wanted(wanted.page());
            case Transfer.PullEnded end -> pull.ended(end);
            case Transfer.StateInstalled _ -> proof.orElseThrow().begin();
            case Transfer.Digested(var _, var digest) -> proof.orElseThrow().ofMemory(digest);
            case Transfer.Released _ -> List.of(new TargetEvent.CopyReleased());
            case Lifecycle.Illegal illegal -> HostRefusals.of(state, illegal);
            default -> throw new IllegalStateException("never asked for: " + answer);
        };
    }

    List<TargetEvent> fromLifecycle(TargetState state, Lifecycle.Answer answer) {
        return switch (answer) {
            case Lifecycle.Resumed _ when !(state instanceof TargetState.Resuming) -> List.of(); // after a cut
            case Lifecycle.Paused _ -> List.of();
            case Lifecycle.Resumed _ -> {
                standstill.over(epoch.orElseThrow());
                yield List.of(new TargetEvent.GuestRuns());
            }
            case Lifecycle.Fenced(var _, var _, var floor) ->
                List.of(new TargetEvent.GuestGone("the disk knows epoch " + floor));
            case Lifecycle.Stopped _
            when state instanceof TargetState.Resuming || state instanceof TargetState.Stranded ->
                List.of(new TargetEvent.GuestGone(Guest.STOPPED));
            case Lifecycle.Stopped _ -> List.of();
            case Lifecycle.Illegal illegal -> HostRefusals.of(state, illegal);
            default -> throw new IllegalStateException("never asked for: " + answer);
        };
    }

    List<TargetEvent> tick(TargetState state) {
        ends.pace().tick();
        return switch (state) {
            case TargetState.Receiving _, TargetState.Verifying _ -> {
                tellGrant();
                disk.tellKept();
                yield patience.overdue(inflow.frames());
            }
            case TargetState.Pulling _ -> {
                pull.tick();
                yield patience.isSilent() ? List.of(new TargetEvent.SourceSilent()) : List.of();
            }
            case TargetState.Stranded _ -> {
                pull.tick();
                pull.look();
                yield List.of();
            }
            case TargetState.Announcing _
            when announced < node.settings().announcements() -> {
                announce();
                yield List.of();
            }
            case TargetState.Announcing _ -> List.of(new TargetEvent.SourceDone());
            case TargetState.Reserving _,
                    TargetState.Prepared _,
                    TargetState.Aborting _,
                    TargetState.Resuming _,
                    TargetState.Settling _,
                    TargetState.Losing _,
                    TargetState.Discarding _,
                    TargetState.Ended _ -> List.of();
        };
    }

    private List<TargetEvent> onHandOver(TargetState state, HandOver message) {
        if (!(state instanceof TargetState.Receiving)) {
            return List.of(); // a repeat: the commit is on its way
        }
        handOver = Optional.of(message);
        proof = Optional.of(new TargetProof(message, ends.guest(), disk));
        guest().ifPresent(it -> {
            patience.sent(it.frames());
            standstill.handedOver(it.downtime());
        });
        return List.of(new TargetEvent.HandedOver());
    }

    private List<TargetEvent> diskMoved(Relocation.Outcome outcome) {
        if (outcome instanceof Relocation.Taken) {
            disk.taken();
            verify();
        }
        return outcome instanceof Relocation.Proved(var copy)
                ? proof.orElseThrow().ofDisk(copy)
                : List.of();
    }

    /// Tells the source of new credit only when it is a good part of the window.
    private void grantMore() {
        if (inflow.isWorthTelling(toldGrant)) {
            tellGrant();
        }
    }

    private void tellGrant() {
        toldGrant = inflow.granted();
        node.pages().ifPresent(pages -> pages.grant(move.migration(), toldGrant));
        send(new MigrationWire.Credit(move, 0, toldGrant));
    }

    private void tellWelcome() {
        toldGrant = inflow.granted();
        send(new MigrationWire.Reserved(
                move, request.token(), node.pages().map(PageChannels::address), toldGrant, hasBase));
    }

    private void closePassage() {
        node.pages().ifPresent(pages -> pages.forget(move.migration()));
    }

    private long guestPages() {
        return request.reserve().spec().memory().pages(node.settings().cost().page());
    }

    private void send(MigrationWire message) {
        node.link().send(MigrationWire.SERVICE, request.source(), message);
    }
}
