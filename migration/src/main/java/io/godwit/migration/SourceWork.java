package io.godwit.migration;

import io.godwit.history.GuestEvent.Why;
import io.godwit.history.MigrationEvent.Outcome;
import io.godwit.history.MigrationEvent.Side;
import io.godwit.host.Lifecycle;
import io.godwit.host.Transfer;
import io.godwit.link.Endpoint;
import io.godwit.migration.MigrationWire.AbortWon;
import io.godwit.migration.channel.ChannelNews;
import io.godwit.migration.precopy.Downtime;
import io.godwit.migration.switchover.SourceEvent;
import io.godwit.migration.switchover.SourceState;
import io.godwit.migration.switchover.Standing;
import io.godwit.migration.switchover.Standing.Pages;
import io.godwit.unit.Durations;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.pekko.actor.typed.ActorRef;

/// What a source does and waits for: messages to the target, orders to its hypervisor, questions to the registry, and
/// how long each may take. [SourceCopy] has the pages. Mutable, confined to the source's actor; it answers what
/// happened, for [io.godwit.migration.switchover.SourceMachine] to decide on.
final class SourceWork {

    /// Where answers for the actor come in.
    record Ends(
            Guest guest,
            ActorRef<CommitPort.LeaderAnswered> leader,
            ActorRef<Standing> standings,
            ActorRef<ChannelNews> channel,
            Wake wake,
            SourcePace pace,
            SourceCores cores,
            Outlook outlook) {}

    private final MigrationNode node;
    private final MigrationOrder order;
    private final Ends ends;
    private final Journal journal;
    private final SourceCopy copy;
    private final SourceDisk disk;
    private final SourcePatience patience;
    private Optional<MigrationWire.Reserved> welcome = Optional.empty();
    private boolean handsOver;
    private long leaderRequest;
    private boolean pauseOrdered;
    private boolean paused;
    private Optional<Downtime> downtime = Optional.empty();
    private OptionalLong epoch = OptionalLong.empty();
    private long missedFrames;

    SourceWork(MigrationNode node, MigrationOrder order, Ends ends, Journal journal) {
        this.node = node;
        this.order = order;
        this.ends = ends;
        this.journal = journal;
        this.copy = new SourceCopy(node, order, ends, journal);
        this.disk = new SourceDisk(node, order, ends, journal);
        this.patience = new SourcePatience(node);
    }

    MigrationNode node() {
        return node;
    }

    Journal journal() {
        return journal;
    }

    void askRoom() {
        ends.pace().look();
        send(new MigrationWire.Reserve(order.move(), order.spec()));
    }

    void mirrorDisk() {
        disk.begin(welcome.orElseThrow().hasBase());
    }

    void beginCopying() {
        ends.guest().openDirtyLog();
    }

    void copyDirty() {
        copy.copyDirty();
    }

    void askLeader() {
        leaderRequest++;
        patience.askedLeader();
        node.registry().ping(leaderRequest, ends.leader());
    }

    void pauseGuest() {
        copy.standstill().ordered(now());
        orderPause(Why.MIGRATION);
    }

    void drain() {
        disk.seal();
        if (order.hasGuest()) {
            copy.standstill().paused(now());
            ends.guest().takeDirty();
        } else {
            handsOver = true;
        }
    }

    void proposeAbort(String why) {
        close();
        node.registry().abort(order.move(), why, ends.standings());
    }

    private void close() {
        copy.close();
        disk.close();
        ends.pace().end();
    }

    void look() {
        patience.looked();
        node.registry().look(order.move(), ends.standings());
    }

    /// A guest that runs is stopped for the moment that its disk takes to open at the new epoch. Of one that was
    /// stopped nothing goes on but its disk.
    void goOn(long newEpoch, String why) {
        close();
        epoch = OptionalLong.of(newEpoch);
        journal.aborted(newEpoch, why);
        send(new AbortWon(order.move(), Side.SOURCE, newEpoch));
        if (!order.hasGuest()) {
            disk.stay();
            return;
        }
        copy.unthrottle();
        ends.guest().closeDirtyLog();
        if (paused) {
            ends.guest().resume(newEpoch, Why.MIGRATION_ABORTED);
        } else {
            orderPause(Why.MIGRATION_ABORTED);
        }
    }

    void releaseCopy(long newEpoch) {
        close();
        copy.served();
        epoch = OptionalLong.of(newEpoch);
        ends.guest().release(order.move().migration(), newEpoch);
    }

    /// The guest is the target's; its pages here are what the target fetches from.
    void serve(long newEpoch) {
        epoch = OptionalLong.of(newEpoch);
        patience.looked();
    }

    List<SourceEvent> switchOver(SourceState state) {
        return copy.switchOver(state);
    }

    /// If it does not stand yet, its pause has been ordered; where that was refused, nobody tells of it again, and the
    /// host says that there is nothing to free.
    void relinquish() {
        close();
        if (paused || !pauseOrdered) {
            ends.guest().release();
        }
    }

    Progress progress(SourceState state) {
        return copy.progress(state.phase()).with(disk.progress());
    }

    MigrationReport finish(Outcome outcome, String why) {
        close();
        if (outcome == Outcome.COMMITTED) {
            send(new MigrationWire.Released(order.move(), missedFrames));
        }
        var traffic = new MigrationReport.Traffic(copy.handOver().inFlight(), missedFrames);
        var report = new MigrationReport(
                order.move(),
                journal.side(),
                outcome,
                epoch,
                why,
                copy.rounds().all(),
                copy.rounds().help(),
                downtime,
                disk.copy(),
                traffic);
        journal.spent(ends.cores().spent());
        journal.finished(report);
        return report;
    }

    List<SourceEvent> fromTarget(SourceState state, MigrationWire.ToSource message) {
        patience.heard();
        return switch (message) {
            case MigrationWire.Reserved reserved -> {
                welcome = Optional.of(reserved);
                yield begin(state);
            }
            case MigrationWire.Share(var _, var grant, var arrival) -> {
                ends.pace().fromTarget(grant);
                arrival.ifPresent(ends.outlook()::arrives);
                yield begin(state);
            }
            case MigrationWire.Refused(var _, var why) -> List.of(new SourceEvent.Refused(why));
            case MigrationWire.Credit credit
            when credit.session() > 0 -> {
                copy.debt().ifPresent(it -> it.granted(credit));
                yield List.of();
            }
            case MigrationWire.Credit credit -> copy.granted(credit.upToPages());
            case MigrationWire.Held held -> copy.held(held);
            case MigrationWire.BlocksKept(var _, var upTo) -> afterDisk(disk.kept(upTo));
            case MigrationWire.Pull pull -> onPull(pull);
            case MigrationWire.Demand demand -> {
                copy.debt().ifPresent(it -> it.demand(demand));
                yield List.of();
            }
            case MigrationWire.GivingUp(var _, var why) -> List.of(new SourceEvent.Failed(why));
            case AbortWon(var _, var _, var newEpoch) ->
                List.of(new SourceEvent.Learned(new Standing.Aborted(newEpoch)));
            case MigrationWire.Committed(var _, var newEpoch, var parts) -> {
                downtime = parts;
                yield List.of(new SourceEvent.Learned(new Standing.Committed(newEpoch)));
            }
            case MigrationWire.Ended _ ->
                List.of(new SourceEvent.Failed("the target no longer takes part in the migration"));
        };
    }

    /// Once there is room at the target, and on the way to it.
    List<SourceEvent> begin(SourceState state) {
        if (!(state instanceof SourceState.Reserving)
                || welcome.isEmpty()
                || !ends.pace().isOpen()) {
            return List.of();
        }
        if (order.hasGuest()) {
            copy.connect(welcome.get());
        }
        return List.of(new SourceEvent.Reserved(order.spec().hasLocalDisk()));
    }

    /// That it comes says that the commit has won.
    private List<SourceEvent> onPull(MigrationWire.Pull pull) {
        copy.debt().ifPresent(it -> it.pull(pull));
        return List.of(new SourceEvent.Learned(new Standing.Committed(pull.epoch(), Pages.OWED)));
    }

    List<SourceEvent> fromHost(SourceState state, Transfer.Answer answer) {
        return switch (answer) {
            case Transfer.Released released -> {
                missedFrames = released.missedFrames();
                yield List.of(new SourceEvent.CopyReleased());
            }
            case Transfer.DiskMoved(var _, var outcome) -> afterDisk(disk.fromHost(outcome));
            case Transfer.BlockWritten write -> {
                disk.written(write);
                yield List.of();
            }
            case Lifecycle.Illegal illegal -> HostRefusals.of(state, illegal);
            default -> copy.fromHost(state, answer);
        };
    }

    List<SourceEvent> fromLifecycle(SourceState state, Lifecycle.Answer answer) {
        return switch (answer) {
            case Lifecycle.Paused _ -> {
                paused = true;
                if (state instanceof SourceState.GoingOn(var newEpoch, var _, var _)) {
                    ends.guest().resume(newEpoch, Why.MIGRATION_ABORTED);
                }
                if (state instanceof SourceState.Relinquishing) {
                    ends.guest().release();
                }
                yield List.of(new SourceEvent.GuestPaused());
            }
            case Lifecycle.Resumed _ -> List.of(new SourceEvent.GuestRuns());
            case Lifecycle.Fenced(var _, var _, var floor) ->
                List.of(new SourceEvent.GuestGone("the disk knows epoch " + floor));
            case Lifecycle.Stopped _ -> {
                pauseOrdered = false;
                yield List.of(new SourceEvent.GuestGone(Guest.STOPPED));
            }
            case Lifecycle.Illegal illegal -> {
                pauseOrdered = false; // whoever needs the guest to stand has to ask again, and hears that it can't
                yield HostRefusals.of(state, illegal);
            }
            default -> throw new IllegalStateException("never asked for: " + answer);
        };
    }

    List<SourceEvent> leaveWire(SourceState state) {
        ends.pace().settle();
        if (state instanceof SourceState.Mirroring) {
            disk.leaveWire();
            return List.of();
        }
        List<SourceEvent> events = copy.leaveWire(state);
        handsOver |= !events.isEmpty();
        return afterDisk(List.of());
    }

    /// What is left of a disk that goes along comes before the hand-over.
    private List<SourceEvent> afterDisk(List<SourceEvent> events) {
        if (!handsOver || !disk.isSettled()) {
            return events;
        }
        handsOver = false;
        patience.handedOver();
        copy.handOver().send(disk.proof(), copy.standstill().over(now()));
        if (copy.debt().isEmpty()) {
            ends.pace().end();
        }
        return List.of(new SourceEvent.HandedOver());
    }

    List<SourceEvent> leaderSaid(SourceState state, long request) {
        if (state instanceof SourceState.AskingLeader && request == leaderRequest) {
            copy.leaderAnsweredIn(patience.leaderNs());
            ends.guest().takeDirty();
        }
        return List.of();
    }

    List<SourceEvent> tick(SourceState state) {
        remind(state);
        ends.pace().tick();
        ends.cores().tick();
        if (disk.isOverdue() && !(state instanceof SourceState.AwaitingCommit)) {
            return List.of(new SourceEvent.Failed("blocks of its disk have not come for "
                    + Durations.format(node.settings().silence())));
        }
        return patience.overdue(state);
    }

    /// Says what waits for an answer once more.
    private void remind(SourceState state) {
        switch (state) {
            case SourceState.Reserving _ -> askRoom();
            case SourceState.AwaitingCommit _ -> copy.handOver().send();
            case SourceState.Mirroring _,
                    SourceState.Copying _,
                    SourceState.AskingLeader _,
                    SourceState.Pausing _,
                    SourceState.Draining _,
                    SourceState.Serving _ -> send(new MigrationWire.Alive(order.move(), copy.frames()));
            case SourceState.Aborting _,
                    SourceState.GoingOn _,
                    SourceState.Releasing _,
                    SourceState.Relinquishing _,
                    SourceState.Ended _ -> {}
        }
    }

    private void orderPause(Why why) {
        if (!pauseOrdered) {
            pauseOrdered = true;
            ends.guest().pause(why);
        }
    }

    private void send(MigrationWire message) {
        node.link().send(MigrationWire.SERVICE, new Endpoint(order.targetNode(), MigrationWire.SERVICE), message);
    }

    private long now() {
        return node.ground().timeline().now();
    }
}
