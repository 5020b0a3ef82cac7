package io.godwit.host;

import io.godwit.device.Disk;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.history.GuestEvent.Why;
import io.godwit.host.Lifecycle.Answer;
import io.godwit.host.Residency.Booting;
import io.godwit.host.Residency.Opening;
import io.godwit.host.Residency.Paused;
import io.godwit.host.Residency.Pausing;
import io.godwit.host.Residency.Recalling;
import io.godwit.host.Residency.Running;
import io.godwit.host.Residency.ShuttingDown;
import io.godwit.host.Residency.Stopping;
import io.godwit.identity.VmId;
import io.godwit.virtualization.LifeStep;
import io.godwit.vm.GuestState;
import io.godwit.vm.VirtualMachine;
import io.godwit.vm.VmKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;

/// Takes VMs of a host from phase to phase. Whoever asked for a step is answered when it is done.
final class LifecycleDesk {

    private final HostState state;
    private final Guests guests;
    private final Disks disks;
    private final Wires wires;
    private final Recall recall;
    private final Map<VmId, List<ActorRef<Answer>>> waiting = new TreeMap<>();

    LifecycleDesk(HostState state, Guests guests, Disks disks, Wires wires) {
        this.state = state;
        this.guests = guests;
        this.disks = disks;
        this.wires = wires;
        this.recall = new Recall(state, disks, wires, this);
    }

    void start(Lifecycle.StartVm start) {
        VmId vm = start.spec().id();
        Optional<Disk.Basis> basis = start.origin().map(Lifecycle.Origin::basis);
        var recall = start.origin().filter(Lifecycle.Origin::recall).flatMap(_ -> basis.map(Disk.Basis::copy));
        var boot = new Residency.Boot(start.incarnation(), start.memoryLost(), recall);
        switch (state.admit(start.spec(), new Residency.Admitted(), wires.now())) {
            case HostState.Admitted(var resident) -> {
                await(vm, start.replyTo());
                open(resident, start.epoch(), boot, basis);
            }
            case HostState.Refused(var why) -> start.replyTo().tell(new Lifecycle.Rejected(vm, why));
        }
    }

    void pause(Resident resident, Lifecycle.PauseVm pause) {
        switch (resident.phase()) {
            case Running(var epoch) -> {
                await(resident.id(), pause.replyTo());
                resident.enter(new Pausing(epoch, pause.why()));
                guests.tell(resident.slot(), VirtualMachine.Pause.INSTANCE);
            }
            case Pausing _ -> await(resident.id(), pause.replyTo());
            case Paused(var epoch, var _, var _) -> pause.replyTo().tell(new Lifecycle.Paused(resident.id(), epoch));
            default -> pause.replyTo().tell(illegal(resident, pause));
        }
    }

    /// What stands for another reason does not go on because pages come again.
    void resume(Resident resident, Lifecycle.ResumeVm resume) {
        switch (resident.phase()) {
            case Paused(var _, var why, var _)
            when resume.why() == Why.PULL_RESUMED && why != Why.PULL_CUT ->
                resume.replyTo().tell(illegal(resident, resume));
            case Paused(var epoch, var _, var _)
            when epoch == resume.epoch() -> {
                run(resident, epoch);
                record(new GuestEvent.Resumed(resident.id(), state.host(), epoch, resume.why()));
                resume.replyTo().tell(new Lifecycle.Resumed(resident.id(), epoch));
            }
            case Paused(var epoch, var _, var guest)
            when epoch < resume.epoch() -> {
                await(resident.id(), resume.replyTo());
                open(resident, resume.epoch(), new Residency.Return(epoch, guest, resume.why()), Optional.empty());
            }
            case Residency.Installed(var _, var guest) -> {
                await(resident.id(), resume.replyTo());
                open(resident, resume.epoch(), new Residency.Arrival(guest, resume.why()), Optional.empty());
            }
            case Residency.Captured(var copy, var incarnation, var guest) -> {
                await(resident.id(), resume.replyTo());
                var basis = Optional.of(CopyDesk.basisOf(copy));
                open(resident, resume.epoch(), new Residency.Birth(incarnation, guest), basis);
            }
            case Running(var epoch)
            when epoch == resume.epoch() -> resume.replyTo().tell(new Lifecycle.Resumed(resident.id(), epoch));
            default -> resume.replyTo().tell(illegal(resident, resume));
        }
    }

    /// Ends a VM that somebody asked to end.
    void stop(Resident resident, Why why, boolean discard, ActorRef<Answer> replyTo) {
        await(resident.id(), replyTo);
        halt(resident, why, discard);
    }

    /// Ends a VM in whatever phase it is. A guest that runs is told first, and only counts as ended when it has said
    /// so, as it may have sent something before; but from now on it has no effect.
    void halt(Resident resident, Why why, boolean discard) {
        switch (resident.phase()) {
            case Running(var epoch) -> haltGuest(resident, epoch, why, discard);
            case Pausing(var epoch, var _) -> haltGuest(resident, epoch, why, discard);
            case Residency.Stunned(var epoch) -> haltGuest(resident, epoch, why, discard);
            case Paused(var epoch, var _, var _) -> {
                recordStopped(resident, epoch, why);
                leave(resident, epoch, discard);
            }
            case Opening(var _, var _, Residency.Return(var epoch, var _, var _)) -> {
                recordStopped(resident, epoch, why);
                leave(resident, epoch, discard);
            }
            case Opening(var _, var epoch, var _) -> leave(resident, epoch, discard);
            case Booting(var epoch, var _, var _) -> leave(resident, epoch, discard);
            case ShuttingDown(var epoch) -> {
                if (isForce(why, discard)) {
                    leave(resident, epoch, discard);
                }
            }
            case Recalling recalling -> leave(resident, recalling.epoch(), discard);
            case Residency.Admitted(),
                    Residency.Reserved _,
                    Residency.Installed _,
                    Residency.Expected _,
                    Residency.Captured _ -> leave(resident, 0, false);
            case Stopping(var epoch, var discards, var byForce) ->
                resident.enter(new Stopping(epoch, discards || discard, byForce || isForce(why, discard)));
        }
    }

    /// Frees what a VM has here that lives elsewhere now. Only for one that doesn't run.
    void release(Resident resident) {
        halt(resident, Why.MIGRATION, false);
    }

    void opened(Disk.Opened opened) {
        state.find(opened.vm()).ifPresent(resident -> {
            if (resident.phase() instanceof Opening(var request, var epoch, var cause) && request == opened.request()) {
                begin(resident, epoch, cause, opened);
            }
        });
    }

    void fenced(Disk.Fenced fenced) {
        state.find(fenced.vm()).ifPresent(resident -> {
            boolean opening =
                    resident.phase() instanceof Opening(var request, var _, var _) && request == fenced.request();
            if (opening) {
                answer(fenced.vm(), new Lifecycle.Fenced(fenced.vm(), fenced.epoch(), fenced.floor()));
            }
            if (opening || resident.phase().epoch() == fenced.epoch()) {
                halt(resident, Why.FENCED, false);
            }
        });
    }

    /// What a disk was to start from is gone: the VM can't begin here.
    void missing(Disk.Missing missing) {
        state.find(missing.vm()).ifPresent(resident -> {
            if (resident.phase() instanceof Opening(var request, var _, var _) && request == missing.request()) {
                answer(missing.vm(), new Lifecycle.Rejected(missing.vm(), new Refusal.CopyGone(missing.copy())));
                halt(resident, Why.REQUESTED, false);
            }
        });
    }

    /// The guest's programs run.
    void booted(VmId vm, long bootedEpoch) {
        state.find(vm).ifPresent(resident -> {
            if (resident.phase() instanceof Booting booting && booting.epoch() == bootedEpoch) {
                begin(resident, booting);
            }
        });
    }

    void shutDown(VmId vm, long endedEpoch) {
        state.find(vm).ifPresent(resident -> {
            if (resident.phase() instanceof ShuttingDown(var epoch) && epoch == endedEpoch) {
                leave(resident, epoch, false);
            }
        });
    }

    /// The guest stood still for its disk to be kept.
    void goOnAfterCopy(Resident resident, long epoch) {
        run(resident, epoch);
        record(new GuestEvent.Resumed(resident.id(), state.host(), epoch, Why.COPY));
    }

    /// A guest fails. One that takes the kernel along that it shares with others takes the others, too.
    void crash(Resident resident, Lifecycle.CrashVm crash) {
        if (!(resident.phase() instanceof Running) && !(resident.phase() instanceof Pausing)) {
            crash.replyTo().tell(illegal(resident, crash));
            return;
        }
        await(resident.id(), crash.replyTo());
        var how = crash.panic() ? Misbehaviour.PANIC : Misbehaviour.CRASH;
        record(new GuestEvent.Misbehaved(
                resident.id(), state.host(), resident.phase().epoch(), how));
        if (crash.panic() && resident.spec().kind() == VmKind.CONTAINER) {
            panic();
        } else {
            fail(resident, Why.CRASHED);
        }
    }

    /// Ends a guest that failed, on its own account.
    void fail(Resident resident, Why why) {
        halt(resident, why, false);
        wires.ended(resident.id());
    }

    /// The kernel of the host's containers is gone, and with it whatever ran on it.
    private void panic() {
        state.engine().panic(wires.now());
        List<Resident> lost = state.all().stream()
                .filter(resident -> resident.spec().kind() == VmKind.CONTAINER)
                .toList();
        lost.forEach(resident -> fail(resident, Why.KERNEL_PANIC));
    }

    void paused(Resident resident, GuestState guest) {
        if (resident.phase() instanceof Pausing(var epoch, var why)) {
            resident.enter(new Paused(epoch, why, guest));
            record(new GuestEvent.Paused(resident.id(), state.host(), epoch, why));
            answer(resident.id(), new Lifecycle.Paused(resident.id(), epoch));
        }
    }

    void halted(Resident resident) {
        if (resident.phase() instanceof Stopping(var epoch, var discard, var byForce)) {
            Duration time = byForce ? Duration.ZERO : state.engine().time(LifeStep.SHUTDOWN, resident.spec());
            if (time.isZero()) {
                leave(resident, epoch, discard);
            } else {
                resident.enter(new ShuttingDown(epoch));
                fallSilent(resident);
                wires.after(time, new Inner.ShutDown(resident.id(), epoch));
            }
        }
    }

    static Lifecycle.Illegal illegal(Resident resident, HypervisorCommand command) {
        return illegal(resident.id(), command, resident.phase().word());
    }

    static Lifecycle.Illegal illegal(VmId vm, HypervisorCommand command, String phase) {
        return new Lifecycle.Illegal(vm, command.getClass().getSimpleName(), phase);
    }

    private void open(Resident resident, long epoch, Residency.Cause cause, Optional<Disk.Basis> basis) {
        resident.enter(new Opening(disks.open(resident.spec(), epoch, basis), epoch, cause));
    }

    private void begin(Resident resident, long epoch, Residency.Cause cause, Disk.Opened opened) {
        switch (cause) {
            case Residency.Boot boot when Recall.isWanted(boot, opened) -> recall.begin(resident, epoch, boot, opened);
            case Residency.Boot boot -> {
                if (boot.memoryLost() && opened.begun()) {
                    record(new GuestEvent.DiskLost(resident.id(), state.host(), epoch));
                }
                boot(resident, epoch, boot, opened.held());
            }
            case Residency.Birth birth ->
                beginAfter(LifeStep.CLONE, resident, new Booting(epoch, birth, birth.state()));
            case Residency.Arrival(var guest, var why) -> {
                guests.spawn(resident, guest);
                goOn(resident, epoch, why);
            }
            case Residency.Return(var _, var _, var why) -> goOn(resident, epoch, why);
        }
    }

    Recall recall() {
        return recall;
    }

    /// The guest goes on from a memory that was kept.
    void goOnFrom(Resident resident, Recalling phase, GuestState guest) {
        VmId vm = resident.id();
        long epoch = phase.epoch();
        guests.spawn(resident, guest);
        record(new GuestEvent.Recalled(
                vm, state.host(), epoch, phase.copy(), resident.memory().digest()));
        run(resident, epoch);
        wires.record(state.countMemory());
        started(vm, epoch, phase.boot());
    }

    void boot(Resident resident, long epoch, Residency.Boot boot, List<Disk.Held> held) {
        beginAfter(LifeStep.BOOT, resident, new Booting(epoch, boot, GuestState.booted(held)));
    }

    private void beginAfter(LifeStep step, Resident resident, Booting booting) {
        Duration time = state.engine().time(step, resident.spec());
        if (time.isZero()) {
            begin(resident, booting);
        } else {
            resident.enter(booting);
            wires.after(time, new Inner.BootEnded(resident.id(), booting.epoch()));
        }
    }

    private void begin(Resident resident, Booting booting) {
        guests.spawn(resident, booting.guest());
        run(resident, booting.epoch());
        started(resident.id(), booting.epoch(), booting.beginning());
    }

    private void started(VmId vm, long epoch, Residency.Beginning how) {
        record(new GuestEvent.Started(vm, state.host(), epoch, how.incarnation(), how.memoryLost()));
        answer(vm, new Lifecycle.Started(vm, epoch));
    }

    private void goOn(Resident resident, long epoch, Why why) {
        run(resident, epoch);
        record(new GuestEvent.Resumed(resident.id(), state.host(), epoch, why));
        answer(resident.id(), new Lifecycle.Resumed(resident.id(), epoch));
    }

    private void run(Resident resident, long epoch) {
        resident.enter(new Running(epoch));
        wires.plug(resident.spec(), epoch);
        guests.tell(resident.slot(), new VirtualMachine.Resume(epoch));
    }

    private void haltGuest(Resident resident, long epoch, Why why, boolean discard) {
        recordStopped(resident, epoch, why);
        resident.enter(new Stopping(epoch, discard, isForce(why, discard)));
        guests.tell(resident.slot(), VirtualMachine.Halt.INSTANCE);
    }

    /// Whether a guest is not let end by itself.
    private static boolean isForce(Why why, boolean discard) {
        return discard || (why != Why.REQUESTED && why != Why.REBOOT);
    }

    private void fallSilent(Resident resident) {
        wires.unplug(resident.id());
        guests.end(resident);
        state.ask(resident, 0, CpuBoard.NEVER, wires.now());
        state.idle(resident, wires.now());
        wires.shareCpu();
    }

    private void leave(Resident resident, long epoch, boolean discard) {
        if (discard) {
            disks.discard(resident.spec(), epoch);
        }
        disks.forget(resident.id());
        fallSilent(resident);
        state.remove(resident);
        wires.left(resident.id());
        wires.record(state.countMemory());
        wires.shareCpu();
        answer(resident.id(), new Lifecycle.Stopped(resident.id(), epoch));
    }

    /// Nobody is asked: all that runs here ends.
    void powerOff() {
        for (Resident resident : state.all()) {
            resident.phase().guestEpoch().ifPresent(epoch -> recordStopped(resident, epoch, Why.POWER_OFF));
        }
    }

    private void recordStopped(Resident resident, long epoch, Why why) {
        record(new GuestEvent.Stopped(resident.id(), state.host(), epoch, why));
    }

    private void record(GuestEvent event) {
        wires.record(event);
    }

    private void await(VmId vm, ActorRef<Answer> replyTo) {
        waiting.computeIfAbsent(vm, none -> new ArrayList<>()).add(replyTo);
    }

    private void answer(VmId vm, Answer answer) {
        List<ActorRef<Answer>> repliers = waiting.remove(vm);
        if (repliers != null) {
            repliers.forEach(replyTo -> replyTo.tell(answer));
        }
    }
}
