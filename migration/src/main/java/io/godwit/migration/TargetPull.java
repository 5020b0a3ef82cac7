package io.godwit.migration;

import io.godwit.history.GuestEvent.Why;
import io.godwit.host.Lifecycle;
import io.godwit.host.Transfer;
import io.godwit.memory.PageMarks;
import io.godwit.memory.PageSet;
import io.godwit.migration.channel.Inflow;
import io.godwit.migration.channel.PageChannels;
import io.godwit.migration.channel.PageFrame;
import io.godwit.migration.channel.Passage;
import io.godwit.migration.switchover.TargetEvent;
import io.godwit.migration.switchover.TargetState;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The pages that follow a guest: which they are, and how they are fetched while it runs here.
///
/// Frames of a session come in order. When one is missing, or the passage broke, another session is opened; what is
/// still under way of an earlier one is not taken. Mutable, confined to the target's actor.
final class TargetPull {

    private final MigrationNode node;
    private final TargetWork.Request request;
    private final TargetWork.Ends ends;
    private final Journal journal;
    private Optional<PageMarks> named = Optional.empty();
    private Inflow inflow;
    private OptionalLong wanted = OptionalLong.empty();
    private long epoch;
    private long original;
    private int session;
    private long beganNs;
    private long stoodSinceNs;
    private long stoodNs;
    private long openedNs;
    private long frameNs;
    private long sentFrames;
    private long toldGrant;
    private long lookedNs;

    TargetPull(MigrationNode node, TargetWork.Request request, TargetWork.Ends ends, Journal journal) {
        this.node = node;
        this.request = request;
        this.ends = ends;
        this.journal = journal;
        this.inflow = Inflow.withWindow(node.settings().windowPages());
    }

    /// What was sent of these pages is out of date.
    void name(PageFrame frame, long guestPages) {
        PageMarks marks = named.orElseGet(() -> PageMarks.none(guestPages));
        for (int i = 0; i < frame.pages().size(); i++) {
            marks.add(frame.pages().page(i));
        }
        named = Optional.of(marks);
    }

    /// The pages that the guest will lack.
    ///
    /// @param count how many, as the source says; fewer than all were named
    PageSet lacking(long count, long guestPages) {
        return count == guestPages
                ? PageMarks.all(guestPages).marked()
                : named.map(PageMarks::marked).orElse(PageSet.empty());
    }

    /// Opens the next session.
    ///
    /// @param newEpoch of the VM
    /// @param digest of all pages at the source
    void open(long newEpoch, long digest) {
        epoch = newEpoch;
        original = digest;
        beganNs = now();
        open();
    }

    void standStill() {
        ends.guest().spendCpu(0);
        stoodSinceNs = now();
        ends.guest().pause(Why.PULL_CUT);
    }

    void letRun() {
        stoodNs += now() - stoodSinceNs;
        ends.guest().resume(epoch, Why.PULL_RESUMED);
    }

    void tellWhole() {
        close();
        ends.pace().end();
        node.registry().whole(move(), ends.standings());
    }

    void loseGuest() {
        close();
        ends.pace().end();
        ends.guest().lose();
    }

    private void close() {
        node.pages().ifPresent(pages -> pages.forget(move().migration()));
    }

    /// Asks the registry now and then whether there is still somebody to wait for.
    void look() {
        if (isOver(lookedNs)) {
            lookedNs = now();
            node.registry().look(move(), ends.standings());
        }
    }

    /// What it means that the source knows of no such migration.
    static TargetEvent sourceEnded(TargetState state) {
        String why = "the source no longer takes part in the migration";
        return switch (state) {
            case TargetState.Announcing _ -> new TargetEvent.SourceDone();
            case TargetState.Pulling _, TargetState.Stranded _ -> new TargetEvent.PagesGone(why);
            default -> new TargetEvent.Failed(why);
        };
    }

    /// A guest that somebody else lets stand is here all the same.
    static List<TargetEvent> onIllegal(Lifecycle.Illegal illegal) {
        return Guest.refusedToRun(illegal) && !illegal.phase().equals("absent")
                ? List.of()
                : List.of(new TargetEvent.GuestGone(Guest.sentence(illegal)));
    }

    boolean isOpen() {
        return session > 0;
    }

    private void open() {
        session++;
        openedNs = now();
        frameNs = openedNs;
        sentFrames = 0;
        inflow = Inflow.withWindow(node.settings().windowPages());
        toldGrant = inflow.granted();
        close();
        node.pages().ifPresent(pages -> {
            pages.expect(new Passage(move().migration(), move().epoch(), token()), ends.channel());
            pages.grant(move().migration(), toldGrant);
        });
        sayPull();
        wanted.ifPresent(this::demand);
    }

    /// A channel of its own for each session.
    private long token() {
        return request.token() + session;
    }

    private void sayPull() {
        send(new MigrationWire.Pull(
                move(), epoch, session, token(), node.pages().map(PageChannels::address), inflow.granted()));
    }

    List<TargetEvent> wanted(long page) {
        wanted = OptionalLong.of(page);
        demand(page);
        return List.of();
    }

    private void demand(long page) {
        send(new MigrationWire.Demand(move(), session, page));
    }

    List<TargetEvent> arrived(PageFrame frame, long guestPages) {
        if (frame.round() != -session) {
            return List.of(); // of an earlier session
        }
        if (!inflow.isNext(frame)) {
            reopen();
            return List.of();
        }
        if (!frame.pages().fits(guestPages)) {
            return List.of(new TargetEvent.PagesGone("a page came that the guest does not have"));
        }
        inflow = inflow.arrived(frame);
        frameNs = now();
        wanted = wanted.isPresent() && holds(frame, wanted.getAsLong()) ? OptionalLong.empty() : wanted;
        ends.guest().write(frame.pages());
        return List.of();
    }

    private static boolean holds(PageFrame frame, long page) {
        return Arrays.binarySearch(frame.pages().pages(), page) >= 0;
    }

    List<TargetEvent> wrote(Transfer.PagesWritten written) {
        inflow = inflow.wrote(written.pages());
        if (written.lacking() == 0) {
            ends.guest().endPull();
        } else if (inflow.isWorthTelling(toldGrant)) {
            tellGrant();
        }
        return List.of();
    }

    List<TargetEvent> ended(Transfer.PullEnded end) {
        journal.pulled(epoch, end);
        journal.slowed(now() - beganNs - stoodNs, end.faults().stallNs());
        return List.of(
                end.digest() == original
                        ? new TargetEvent.AllHere()
                        : new TargetEvent.PagesGone("the digest of what came, %016x, is not the original's %016x"
                                .formatted(end.digest(), original)));
    }

    /// @param frames that the source has sent in what it takes for the session
    void alive(long frames) {
        sentFrames = frames;
    }

    /// Says what waits for an answer once more, and asks again for what did not come.
    void tick() {
        if (sentFrames > inflow.frames() && isOver(frameNs)) {
            reopen();
        } else if (inflow.frames() == 0) {
            sayPull();
        }
        tellGrant();
        wanted.ifPresent(this::demand);
    }

    /// What is lost in a session that has just begun is found when it is no longer new: so that one loss, told twice,
    /// does not open two.
    void reopen() {
        if (isOver(openedNs)) {
            open();
        }
    }

    private boolean isOver(long sinceNs) {
        return now() - sinceNs > node.settings().newsPatience().toNanos();
    }

    private void tellGrant() {
        toldGrant = inflow.granted();
        node.pages().ifPresent(pages -> pages.grant(move().migration(), toldGrant));
        send(new MigrationWire.Credit(move(), session, toldGrant));
    }

    private Move move() {
        return request.reserve().move();
    }

    private void send(MigrationWire message) {
        node.link().send(MigrationWire.SERVICE, request.source(), message);
    }

    private long now() {
        return node.ground().timeline().now();
    }
}
