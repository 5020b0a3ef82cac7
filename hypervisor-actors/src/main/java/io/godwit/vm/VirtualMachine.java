package io.godwit.vm;

import io.godwit.device.Disk;
import io.godwit.device.Disk.Numbered;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.network.NetworkWire.Payload;
import io.godwit.network.NetworkWire.WriteAnswer;
import io.godwit.network.NetworkWire.WriteRequest;
import io.godwit.time.Timeline;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ExtensibleBehavior;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/// One guest. [Guest] is the core; this actor turns what the hypervisor says into calls, and answers with [VmRequest]s.
///
/// It is its own behavior, without closures, timers or a context of its own: an idle fleet is mostly these objects.
public final class VirtualMachine extends ExtensibleBehavior<VirtualMachine.Command> {

    public sealed interface Command {}

    /// The time that [VmRequest.CpuDemand] named has come.
    public enum Wake implements Command {
        INSTANCE
    }

    /// From now on it gets this much.
    public record CpuGrant(long nanoCores) implements Command {}

    /// From now on its work waits for its devices: of what its CPU would let it, it gets so much done.
    public record Pace(int millionths) implements Command {

        /// Of a guest that waits for nothing.
        public static final int WHOLE = Progress.WHOLE;
    }

    /// Its memory holds it up: for so long it gets nothing done.
    public record Stall(long stallNs) implements Command {}

    /// From now on it has other vCPUs, or does something else with them. Its memory it writes as before.
    public record Refit(Workload workload) implements Command {}

    /// Since its host last told, or since it last asked for another amount, it got this much on average. From a host
    /// that schedules quantum by quantum, which knows only afterwards.
    public record CpuReceived(long nanoCores) implements Command {}

    /// From now on it is out of hand.
    public record Misbehave(Mischief mischief) implements Command {}

    /// It stops doing so. Answered by [VmRequest.Behaved].
    public record Behave(Misbehaviour how) implements Command {}

    /// Answered by [VmRequest.PageAccess].
    public enum SettleMemory implements Command {
        INSTANCE
    }

    /// Answered by [VmRequest.GuestPaused].
    public enum Pause implements Command {
        INSTANCE
    }

    /// Goes on, as the guest of this epoch. What the disk had not answered is given to it again.
    public record Resume(long epoch) implements Command {}

    /// A write is on the disk.
    public record IoCompleted(Numbered what) implements Command {}

    public record Receive(Payload payload) implements Command {}

    /// Answered by [VmRequest.Halted].
    public enum Halt implements Command {
        INSTANCE
    }

    /// What all guests of a host share.
    public record Board(Timeline timeline) {}

    /// A guest's own way to its hypervisor. Whatever it says there is heard as said by this guest: it has no other, so
    /// that it can speak for nobody else.
    ///
    /// @param slot by which its hypervisor knows it
    public record Line(int slot, Consumer<VmRequest> hypervisor) {}

    private final Board board;
    private final int slot;
    private final Consumer<VmRequest> line;
    private final Guest guest;
    private long epoch;

    private VirtualMachine(Board board, Line line, Guest guest) {
        this.board = board;
        this.slot = line.slot();
        this.line = line.hypervisor();
        this.guest = guest;
    }

    /// A paused guest, as it is in the state.
    ///
    /// @param line its own
    public static Behavior<Command> create(Board board, Line line, Workload workload, GuestState state) {
        return new VirtualMachine(board, line, new Guest(workload, state));
    }

    @Override
    public Behavior<Command> receive(TypedActorContext<Command> context, Command command) {
        long nowNs = board.timeline().now();
        switch (command) {
            case Wake _ -> askForCpu(nowNs);
            case CpuGrant(var nanoCores) -> guest.grant(nowNs, nanoCores);
            case CpuReceived(var nanoCores) -> guest.received(nowNs, nanoCores);
            case Refit(var workload) -> {
                guest.refit(nowNs, workload);
                askForCpu(nowNs);
            }
            case Misbehave(var mischief) -> {
                guest.begin(nowNs, mischief);
                askForCpu(nowNs);
            }
            case Behave(var how) -> behave(nowNs, how);
            case Pace(var millionths) -> guest.pace(nowNs, millionths);
            case Stall(var stallNs) -> guest.stall(nowNs, stallNs);
            case SettleMemory _ -> tell(new VmRequest.PageAccess(slot, guest.settle(nowNs)));
            case Pause _ -> pause(nowNs);
            case Resume(var newEpoch) -> resume(nowNs, newEpoch);
            case IoCompleted(var what) -> completed(what);
            case Receive(var payload) -> receive(payload);
            case Halt _ -> tell(new VmRequest.Halted(slot));
        }
        return Behaviors.same();
    }

    @Override
    public Behavior<Command> receiveSignal(TypedActorContext<Command> context, Signal signal) {
        return Behaviors.unhandled();
    }

    private void behave(long nowNs, Misbehaviour how) {
        runRiot(nowNs);
        tell(new VmRequest.Behaved(slot, how, guest.end(how)));
        askForCpu(nowNs);
    }

    /// Whatever mischief has come due.
    private void runRiot(long nowNs) {
        Rampage rampage = guest.rampage();
        if (rampage != null && guest.isRunning()) {
            rampage.attempts(new Rampage.Attacker(slot, epoch), guest.mark(nowNs), line);
            if (rampage.fills()) {
                tell(new VmRequest.Touched(slot, guest.settle(nowNs)));
            }
        }
    }

    private void askForCpu(long nowNs) {
        runRiot(nowNs);
        if (guest.isRunning() && guest.isAtBound(nowNs)) {
            tell(new VmRequest.AtBound(slot));
        }
        if (guest.isRunning() && guest.exceedsMemory(nowNs)) {
            tell(new VmRequest.OutOfMemory(slot));
        } else if (guest.isRunning()) {
            tell(new VmRequest.CpuDemand(slot, guest.demandNanoCores(nowNs), guest.wakeAtNs(nowNs)));
        }
    }

    private void pause(long nowNs) {
        guest.pause(nowNs);
        PageWrites writes = guest.settle(nowNs);
        tell(new VmRequest.GuestPaused(slot, guest.state(nowNs), writes));
    }

    private void resume(long nowNs, long newEpoch) {
        epoch = newEpoch;
        guest.resume(nowNs);
        askForCpu(nowNs);
        GuestLedger ledger = guest.ledger();
        if (ledger != null) {
            ledger.pending().forEach(what -> tell(new VmRequest.SubmitIo(slot, what)));
        }
    }

    private void completed(Numbered what) {
        GuestLedger ledger = guest.ledger();
        if (ledger != null && guest.isRunning() && ledger.completed(what)) {
            answer(what.client(), what.number());
        }
    }

    private void receive(Payload payload) {
        GuestLedger ledger = guest.ledger();
        if (ledger == null || !guest.isRunning() || !(payload instanceof WriteRequest request)) {
            return; // nobody listens: a paused or silent machine drops what it gets
        }
        switch (ledger.requested(request)) {
            case ANSWER -> answer(request.client(), request.number());
            case SUBMIT ->
                tell(new VmRequest.SubmitIo(
                        slot, new Disk.Numbered(request.client(), request.number(), request.value())));
            case DROP -> {} // the client asks again
        }
    }

    private void answer(String client, long number) {
        tell(new VmRequest.Transmit(slot, new WriteAnswer(client, number, epoch)));
    }

    private void tell(VmRequest request) {
        line.accept(request);
    }
}
