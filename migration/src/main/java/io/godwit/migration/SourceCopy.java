package io.godwit.migration;

import io.godwit.history.MigrationEvent.Mode;
import io.godwit.history.MigrationEvent.Phase;
import io.godwit.host.Transfer;
import io.godwit.link.LinkQuality;
import io.godwit.memory.PageBatch;
import io.godwit.memory.PageMarks;
import io.godwit.memory.PageSet;
import io.godwit.migration.channel.PageFrame;
import io.godwit.migration.precopy.Course;
import io.godwit.migration.precopy.Forecast;
import io.godwit.migration.precopy.PageFlow;
import io.godwit.migration.precopy.Precopy;
import io.godwit.migration.precopy.Round;
import io.godwit.migration.precopy.WireCost;
import io.godwit.migration.switchover.SourceEvent;
import io.godwit.migration.switchover.SourceState;
import java.util.List;
import java.util.Optional;

/// The copy at its source: rounds of pages, the last pages, the state. [Precopy] decides when to stop, [PageFlow] what
/// leaves when. Mutable, confined to the source's actor.
final class SourceCopy {

    private final MigrationNode node;
    private final MigrationOrder order;
    private final SourceWork.Ends ends;
    private final Journal journal;
    private final SourceRounds rounds;
    private final SourceChannel channel;
    private Optional<PageFlow> flow = Optional.empty();
    private final SourceOffers offers;
    private final SourceHandOver handOver;
    private Optional<PageMarks> left = Optional.empty();
    private Optional<SourceDebt> debt = Optional.empty();
    private boolean guestFirst;
    private final WireCost cost;
    private final Throttle throttle;
    private final Slowdown slowdown;
    private PageSet dirty = PageSet.empty();
    private long granted;
    private long leaderNs;
    private boolean draining;
    private final SourceStandstill standstill = new SourceStandstill();

    SourceCopy(MigrationNode node, MigrationOrder order, SourceWork.Ends ends, Journal journal) {
        this.node = node;
        this.order = order;
        this.ends = ends;
        this.journal = journal;
        this.throttle = new Throttle(ends.guest());
        this.slowdown = new Slowdown(order, journal);
        this.channel = new SourceChannel(node, order, ends.channel());
        this.cost = node.settings().cost();
        this.rounds = new SourceRounds(order, cost, journal);
        this.guestFirst = rounds.precopy().guestGoesFirst();
        this.handOver = new SourceHandOver(node, order);
        this.offers = new SourceOffers(node, order, ends, this::wire);
    }

    void connect(MigrationWire.Reserved reserved) {
        granted = reserved.credit();
        channel.connect(reserved.token(), reserved.pages());
    }

    /// Nothing more is read or sent.
    void close() {
        ends.wake().cancel();
        ends.cores().rest();
        offers.close();
        rounds.brokenOff(roundUnderWay());
        channel.close();
        debt.ifPresent(SourceDebt::close);
    }

    /// What is left from here on follows the guest; too late once it stands.
    List<SourceEvent> switchOver(SourceState state) {
        boolean inTime = order.terms().mode() == Mode.HYBRID && !draining;
        guestFirst |= inTime;
        return inTime && state instanceof SourceState.Copying && flow.isPresent() && !offers.isOpen()
                ? List.of(new SourceEvent.SmallEnough())
                : List.of();
    }

    /// The pages that follow the guest; empty if none does.
    Optional<SourceDebt> debt() {
        return debt;
    }

    private Optional<Round> roundUnderWay() {
        return rounds.underWay(flow, now(), throttle.percent());
    }

    Progress progress(Optional<Phase> phase) {
        if (debt.isPresent() && phase.equals(Optional.of(Phase.POSTCOPY))) {
            return Progress.following(order.move(), rounds, debt.get());
        }
        Optional<Round> last = rounds.precopy().rounds().stream().reduce((_, later) -> later);
        Optional<Round> now = roundUnderWay();
        return new Progress(
                order.move(),
                phase,
                flow.map(PageFlow::round).orElse(0),
                Progress.bytes(rounds.all(), now),
                now.isPresent() ? flow.orElseThrow().cursor().remaining() : 0,
                now.map(Round::bitsPerSecond).orElse(0L),
                last.map(Round::dirtyBitsPerSecond).orElse(0L),
                throttle.percent(),
                Optional.empty(),
                last.map(it -> forecast(it.dirtyPages(), leaderNs).downtimeNs()),
                rounds.help());
    }

    SourceStandstill standstill() {
        return standstill;
    }

    void leaderAnsweredIn(long durationNs) {
        leaderNs = durationNs;
    }

    List<SourceEvent> granted(long upToPages) {
        granted = upToPages;
        offers.ask(); // the target is there, and its answer is not
        flow.ifPresent(it -> {
            it.granted(upToPages, now());
            if (mayRead()) {
                readOn(it);
            }
        });
        return List.of();
    }

    /// Not before the target was asked for what it has, not before a guest stands that is to stand first, nor when it
    /// stands and what follows it is not yet known.
    private boolean mayRead() {
        return !offers.isOpen()
                && (draining
                        ? !guestFirst || left.isPresent()
                        : !rounds.precopy().stopsFirst());
    }

    /// Sends what is dirty, as the next round; that there is nothing is a round too.
    void copyDirty() {
        flow.ifPresent(it -> {
            it.begin(it.round() + 1, dirty.cursor(), now());
            dirty = PageSet.empty();
            onward(it);
        });
    }

    List<SourceEvent> fromHost(SourceState state, Transfer.Answer answer) {
        return switch (answer) {
            case Transfer.DirtyLogOpened opened
            when state instanceof SourceState.Copying -> {
                slowdown.begun(opened.guest().cpu(), now());
                ends.outlook().opened(opened);
                var first = new PageFlow.Start(opened.allPages(), now());
                flow = Optional.of(
                        rounds.pack(new PageFlow(cost, node.settings().batch(), ends.pace(), first), ends.cores()));
                yield begin(flow.get());
            }
            case Transfer.PagesRead read -> onRead(read);
            case Transfer.DirtyTaken(var _, var taken) -> onDirty(state, taken);
            case Transfer.Throttled told -> {
                slowdown.throttled(told, now());
                yield List.of();
            }
            case Transfer.StateCaptured captured when state instanceof SourceState.Draining -> onCaptured(captured);
            default -> List.of(); // an answer that was overtaken by the migration's end
        };
    }

    private List<SourceEvent> begin(PageFlow it) {
        boolean stands = rounds.precopy().stopsFirst() || guestFirst;
        boolean asks = !stands && order.terms().help().skipsHeldPages();
        return !asks || offers.begin(it) ? onward(stands) : List.of();
    }

    /// @param stands whether the guest is to stand before the next page goes
    private List<SourceEvent> onward(boolean stands) {
        return stands ? List.of(new SourceEvent.SmallEnough()) : granted(granted);
    }

    List<SourceEvent> held(MigrationWire.Held held) {
        return offers.answered(held) ? onward(guestFirst) : List.of();
    }

    /// A batch, or the state, has left the emulated wire.
    List<SourceEvent> leaveWire(SourceState state) {
        if (state instanceof SourceState.Serving) {
            debt.ifPresent(SourceDebt::leaveWire);
            return List.of();
        }
        if (!channel.isOpen() || flow.isEmpty()) {
            return List.of();
        }
        PageFlow it = flow.get();
        if (offers.isOpen()) {
            offers.leaveWire();
        } else if (it.hasBooked()) {
            long sequence = it.frames();
            PageBatch batch = it.leave();
            channel.send(new PageFrame(order.move().migration(), order.move().epoch(), it.round(), sequence, batch));
            onward(it);
        } else if (handOver.isCaptured()) {
            return List.of(new SourceEvent.HandedOver());
        }
        return List.of();
    }

    long frames() {
        return debt.map(SourceDebt::frames)
                .orElseGet(() -> flow.map(PageFlow::frames).orElse(0L));
    }

    SourceHandOver handOver() {
        return handOver;
    }

    SourceRounds rounds() {
        return rounds;
    }

    /// The pages that followed the guest are a round too.
    void served() {
        debt.ifPresent(it -> rounds.last(it.round(rounds.all().size() + 1)));
    }

    private List<SourceEvent> onRead(Transfer.PagesRead read) {
        ends.cores().gets(read.cpuBillionths());
        debt.ifPresent(it -> it.read(read));
        if (offers.isOpen()) {
            return offers.read(read.batch()) ? onward(guestFirst) : List.of();
        }
        return debt.isPresent() ? List.of() : onRead(read.batch());
    }

    private List<SourceEvent> onRead(PageBatch batch) {
        if (channel.isOpen() && flow.isPresent()) {
            PageFlow it = flow.get();
            long leavesNs = it.book(batch, wire().bandwidth());
            if (it.hasBooked()) {
                ends.wake().at(leavesNs, now());
            } else {
                onward(it);
            }
        }
        return List.of();
    }

    private void onward(PageFlow it) {
        if (draining && guestFirst && left.isEmpty()) {
            leave(it);
        } else if (!it.isRoundOver()) {
            readOn(it);
        } else if (draining) {
            lastPageLeft(it);
        } else if (!guestFirst) { // else it is about to stand
            it.rest();
            ends.guest().takeDirty();
        }
    }

    private void readOn(PageFlow it) {
        if (left.isPresent()) {
            it.nextRead().ifPresent(pages -> onRead(PageBatch.named(it.cursor(), pages)));
        } else {
            it.nextRead().ifPresent(pages -> ends.guest()
                    .read(it.cursor(), pages, order.terms().help().skipsDirtied()));
        }
    }

    /// The guest stands: what was not sent, or was written since, follows it. The target is told which, unless it has
    /// nothing.
    private void leave(PageFlow it) {
        if (it.isReading() || it.hasBooked()) {
            return; // when that has left
        }
        long allPages = order.spec().memory().pages(cost.page());
        PageMarks marks = PageMarks.none(allPages);
        if (it.round() == rounds.precopy().nextRound()) {
            recordLast(it);
        }
        marks.addAll(it.cursor());
        marks.addAll(dirty.cursor());
        left = Optional.of(marks);
        if (marks.size() == allPages) {
            standstill.nothingFirst();
            lastPageLeft(it);
        } else {
            it.begin(0, marks.marked().cursor(), now());
            onward(it);
        }
    }

    private List<SourceEvent> onDirty(SourceState state, PageSet taken) {
        dirty = dirty.union(taken);
        return switch (state) {
            case SourceState.Copying _
            when flow.isPresent() && !guestFirst -> {
                rounds.whole(flow.get().finished(now(), dirty.size(), throttle.percent()));
                yield weigh(false);
            }
            case SourceState.AskingLeader _ -> weigh(true);
            case SourceState.Draining _ -> {
                draining = true;
                if (guestFirst) {
                    flow.ifPresent(this::onward);
                    yield List.of();
                }
                if (rounds.precopy().stopsFirst()) {
                    yield granted(granted);
                }
                copyDirty();
                yield List.of();
            }
            default -> List.of();
        };
    }

    /// How long the registry takes is known only when its leader has just been asked.
    ///
    /// @param again whether it was small enough a moment ago, before that
    private List<SourceEvent> weigh(boolean again) {
        if (guestFirst) {
            return List.of(new SourceEvent.SmallEnough());
        }
        long commitNs = again ? leaderNs : 0;
        Course course = rounds.precopy().weigh(forecast(dirty.size(), commitNs));
        guestFirst = order.terms().mode() == Mode.HYBRID && course.leavesMuch();
        if (guestFirst) {
            return List.of(new SourceEvent.SmallEnough());
        }
        return switch (course) {
            case Course.SwitchOver _, Course.StopAnyway _ -> List.of(new SourceEvent.SmallEnough());
            case Course.GiveUp giveUp -> List.of(new SourceEvent.NotConverging(giveUp.why()));
            case Course.CopyAgain() when again -> List.of(new SourceEvent.GrewAgain());
            case Course.CopyAgain() -> {
                throttle.set(rounds.throttlePercent());
                copyDirty();
                yield List.of();
            }
        };
    }

    private Forecast forecast(long pages, long commitNs) {
        LinkQuality link = ends.cores().of(ends.pace().link());
        return Forecast.of(pages, cost, rounds.precopy().forRest(link), commitNs);
    }

    /// The guest has all its CPU again.
    void unthrottle() {
        throttle.set(0);
    }

    private void recordLast(PageFlow it) {
        Round round = it.finished(now(), dirty.size(), throttle.percent());
        if (round.pages() > 0 || !guestFirst) {
            rounds.last(round);
        }
    }

    private void lastPageLeft(PageFlow it) {
        if (left.isEmpty()) {
            recordLast(it);
        }
        it.rest();
        standstill.drained(now());
        ends.guest().capture();
    }

    private List<SourceEvent> onCaptured(Transfer.StateCaptured captured) {
        flow.ifPresent(it -> {
            it.idleUntil(now());
            slowdown.over(captured.cpu(), standstill.pausedNs());
            long leftNs = it.bookBytes(cost.state().bytes(), wire().bandwidth());
            handOver.of(captured, it.frames(), left.map(PageMarks::size).orElse(0L), standstill.over(leftNs));
            debt = left.filter(marks -> marks.size() > 0)
                    .map(marks -> new SourceDebt(
                            node, order, new SourceDebt.Means(ends, cost, this::wire, rounds.following()), marks));
            journal.handedOver(captured.digest(), captured.state().pending().size());
            standstill.stateLeaves(leftNs);
            ends.wake().at(leftNs, now());
        });
        return List.of();
    }

    /// The link as this migration may use it now.
    private LinkQuality wire() {
        Precopy precopy = rounds.precopy();
        ends.pace().wants(precopy.forRest(ends.pace().wholeLink()).bandwidth()); // no round goes faster
        return precopy.forNow(ends.pace().link(), draining);
    }

    private long now() {
        return node.ground().timeline().now();
    }
}
