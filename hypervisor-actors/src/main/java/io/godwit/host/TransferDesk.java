package io.godwit.host;

import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Why;
import io.godwit.host.Residency.Installed;
import io.godwit.host.Residency.Paused;
import io.godwit.host.Residency.Pausing;
import io.godwit.host.Residency.Reserved;
import io.godwit.host.Residency.Running;
import io.godwit.host.Transfer.CaptureState;
import io.godwit.host.Transfer.CloseDirtyLog;
import io.godwit.host.Transfer.Digest;
import io.godwit.host.Transfer.InstallState;
import io.godwit.host.Transfer.OpenDirtyLog;
import io.godwit.host.Transfer.ReadPages;
import io.godwit.host.Transfer.ReleaseVm;
import io.godwit.host.Transfer.ReserveVm;
import io.godwit.host.Transfer.TakeDirty;
import io.godwit.host.Transfer.ThrottleCpu;
import io.godwit.host.Transfer.WatchWrites;
import io.godwit.host.Transfer.WritePages;
import io.godwit.identity.VmId;
import io.godwit.memory.AddressSpace;
import io.godwit.memory.Mappings;
import io.godwit.memory.PageBatch;
import io.godwit.memory.PagePick;
import io.godwit.virtualization.LifeStep;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// Lets migrations at either end read, write and prove the memory of VMs. What must be exact as of now waits until the
/// guest has settled its page accesses.
final class TransferDesk {

    private final HostState state;
    private final Guests guests;
    private final LifecycleDesk life;
    private final AbsenceDesk absences;
    private final MirrorDesk mirrors;
    private final Wires wires;

    TransferDesk(AbsenceDesk.Colleagues colleagues, AbsenceDesk absences, MirrorDesk mirrors, Wires wires) {
        this.state = colleagues.state();
        this.guests = colleagues.guests();
        this.life = colleagues.life();
        this.absences = absences;
        this.mirrors = mirrors;
        this.wires = wires;
    }

    void on(Transfer command) {
        Optional<Resident> found = state.find(command.vm());
        if (command instanceof ReserveVm reserve) {
            reserve(reserve, found);
        } else if (command instanceof Transfer.TryArrival attempt) {
            mirrors.tryArrival(attempt);
        } else if (found.isPresent()) {
            on(command, found.get());
        } else if (command instanceof ReleaseVm release) {
            mirrors.releaseAbsent(release);
            release.replyTo().tell(new Transfer.Released(release.vm(), 0));
        } else if (command instanceof Transfer.ReadDisk read) {
            mirrors.read(read);
        } else if (command instanceof Transfer.MoveDisk move && mirrors.isStill(move)) {
            mirrors.move(move);
        } else if (command instanceof Transfer.BlockKept || command instanceof Transfer.SpendCpu) {
            return; // it has ended meanwhile
        } else {
            command.replyTo().tell(LifecycleDesk.illegal(command.vm(), command, "absent"));
        }
    }

    /// Dumping and restoring a container takes its time, and who asked for it may have given up meanwhile.
    void due(Transfer command) {
        Optional<Resident> found = state.find(command.vm());
        if (found.isEmpty()) {
            command.replyTo().tell(LifecycleDesk.illegal(command.vm(), command, "absent"));
        } else if (command instanceof CaptureState capture) {
            capture(found.get(), capture);
        } else if (command instanceof InstallState install) {
            install(found.get(), install);
        }
    }

    private void after(LifeStep step, Resident resident, Transfer command) {
        Duration time = state.engine().time(step, resident.spec());
        if (time.isZero()) {
            due(command);
        } else {
            wires.after(time, new Inner.TransferDue(command));
        }
    }

    /// The guest's page accesses have come, so that a command that waited for them can be answered.
    private void settled(Resident resident, Transfer command) {
        switch (resident.phase()) {
            case Running _, Pausing _, Paused _ -> answerExactly(resident, command);
            default -> command.replyTo().tell(LifecycleDesk.illegal(resident, command));
        }
    }

    private void on(Transfer command, Resident resident) {
        switch (command) {
            case ReserveVm _, Transfer.TryArrival _ -> throw new IllegalStateException("handled before");
            case WatchWrites watch
            when absences.has(resident.id()) ->
                watch.replyTo().tell(LifecycleDesk.illegal(resident.id(), watch, "running without all its pages"));
            case OpenDirtyLog _, TakeDirty _, Digest _, WatchWrites _ -> settleThenAnswer(resident, command);
            case CloseDirtyLog(var vm, var replyTo) -> {
                resident.closeDirtyLog();
                state.mappings().of(resident).ifPresent(Mappings::logClosed);
                wires.memorySettled();
                replyTo.tell(new Transfer.DirtyLogClosed(vm));
            }
            case ThrottleCpu(var vm, var percent, var replyTo) -> {
                state.throttle(resident, percent);
                wires.shareCpu();
                replyTo.tell(
                        new Transfer.Throttled(vm, percent, described(resident).cpu()));
            }
            case Transfer.SpendCpu(var _, var nanoCores, var _) -> {
                state.own().workToMove(resident.slot(), nanoCores, wires.now());
                wires.shareCpu();
            }
            case ReadPages read when read.skipsDirtied() -> settleThenAnswer(resident, read);
            case ReadPages read -> read.replyTo().tell(pagesRead(resident, read));
            case WritePages write -> write(resident, write);
            case Transfer.TakeHeld take -> takeHeld(resident, take);
            case CaptureState capture -> after(LifeStep.DUMP, resident, capture);
            case InstallState install -> after(LifeStep.RESTORE, resident, install);
            case Transfer.WatchFaults watch -> absences.watch(watch);
            case Transfer.EndPull end -> absences.end(resident, end);
            case Transfer.LoseVm lose -> absences.lose(resident, lose);
            case Transfer.MirrorDisk mirror -> mirrors.mirror(resident, mirror);
            case Transfer.MoveDisk move -> mirrors.move(resident, move);
            case Transfer.ReadDisk read -> read.replyTo().tell(LifecycleDesk.illegal(resident, read));
            case Transfer.KeepDisk keep -> keep(resident, keep);
            case Transfer.BlockKept kept -> mirrors.kept(kept);
            case ReleaseVm release -> release(resident, release);
        }
    }

    private void reserve(ReserveVm command, Optional<Resident> found) {
        VmSpec spec = command.spec();
        VmId vm = spec.id();
        if (found.isPresent() && isOfSameMigration(found.get(), command)) {
            command.replyTo().tell(new Transfer.Reserved(vm, command.migration(), mirrors.hasBase(spec)));
            return;
        }
        Optional<String> passthrough = spec.platform().passthrough();
        if (passthrough.isPresent()) {
            var why = new Refusal.DeviceIsTheHosts(passthrough.get());
            command.replyTo().tell(new Transfer.Refused(vm, command.migration(), why));
            return;
        }
        switch (state.admit(spec, new Reserved(command.migration()), wires.now())) {
            case HostState.Admitted _ ->
                command.replyTo().tell(new Transfer.Reserved(vm, command.migration(), mirrors.hasBase(spec)));
            case HostState.Refused(var why) ->
                command.replyTo().tell(new Transfer.Refused(vm, command.migration(), why));
        }
    }

    private static boolean isOfSameMigration(Resident resident, ReserveVm command) {
        return resident.phase() instanceof Reserved(var migration) && migration.equals(command.migration());
    }

    private void settleThenAnswer(Resident resident, Transfer command) {
        switch (resident.phase()) {
            case Running _, Pausing _ -> guests.settleFirst(resident.slot(), () -> settled(resident, command));
            case Paused _
            when command instanceof WatchWrites watch
                    && watch.step() == Transfer.WatchStep.BEGIN -> // it writes nothing
                command.replyTo().tell(LifecycleDesk.illegal(resident, command));
            case Paused _ -> answerExactly(resident, command);
            case Reserved _, Installed _ when command instanceof Digest -> answerExactly(resident, command);
            default -> command.replyTo().tell(LifecycleDesk.illegal(resident, command));
        }
    }

    private void answerExactly(Resident resident, Transfer command) {
        VmId vm = resident.id();
        AddressSpace memory = resident.memory();
        command.replyTo()
                .tell(
                        switch (command) {
                            case OpenDirtyLog _ -> {
                                resident.openDirtyLog();
                                state.mappings().of(resident).ifPresent(Mappings::logOpened);
                                wires.memorySettled();
                                yield new Transfer.DirtyLogOpened(
                                        vm,
                                        memory.allPages(),
                                        described(resident),
                                        memory.zeroPages(),
                                        memory.pages() - memory.usedPages(),
                                        dumpNs(resident));
                            }
                            case TakeDirty _
                            when resident.logsDirtyPages() -> new Transfer.DirtyTaken(vm, memory.takeDirty());
                            case Digest _ -> new Transfer.Digested(vm, memory.digest());
                            case ReadPages read -> pagesRead(resident, read);
                            case WatchWrites watch -> watched(resident, watch);
                            default ->
                                LifecycleDesk.illegal(
                                        vm, command, resident.phase().word() + " without a dirty log");
                        });
    }

    private Transfer.Answer watched(Resident resident, WatchWrites watch) {
        AddressSpace memory = resident.memory();
        if (watch.step() == Transfer.WatchStep.BEGIN) {
            memory.watchWrites();
        }
        OptionalLong written = memory.watchedWrites();
        long zeroes = 0;
        if (watch.step() == Transfer.WatchStep.END) {
            zeroes = memory.watchedZeroes();
            memory.endWatch();
        }
        return written.isEmpty()
                ? LifecycleDesk.illegal(resident.id(), watch, "another than when its writes began to be counted")
                : new Transfer.WritesSeen(
                        resident.id(),
                        watch.step(),
                        wires.now(),
                        written.getAsLong(),
                        memory.privateCount(),
                        new Transfer.Zeroes(memory.zeroPages(), memory.pages() - memory.usedPages(), zeroes),
                        memory.pages(),
                        dumpNs(resident));
    }

    private long dumpNs(Resident resident) {
        return state.engine().time(LifeStep.DUMP, resident.spec()).toNanos();
    }

    private Transfer.PagesRead pagesRead(Resident resident, ReadPages read) {
        AddressSpace memory = resident.memory();
        PageBatch batch = read.skipsDirtied()
                ? memory.readClean(read.cursor(), read.maxPages())
                : memory.read(read.cursor(), read.maxPages());
        return new Transfer.PagesRead(
                resident.id(),
                batch,
                read.cursor().remaining() == 0,
                state.own().partBillionths());
    }

    private void write(Resident resident, WritePages write) {
        boolean pulls =
                absences.has(resident.id()) && resident.phase().guestEpoch().isPresent();
        boolean isTarget = resident.phase() instanceof Reserved || resident.phase() instanceof Installed;
        if (!isTarget && !pulls) {
            write.replyTo().tell(LifecycleDesk.illegal(resident, write));
        } else if (!write.batch().fits(resident.memory().pages())) {
            String phase = resident.phase().word() + " with fewer pages";
            write.replyTo().tell(LifecycleDesk.illegal(resident.id(), write, phase));
        } else if (pulls) {
            absences.write(resident, write);
        } else {
            state.write(resident, write.batch(), wires.now());
            wires.memorySettled();
            write.replyTo()
                    .tell(new Transfer.PagesWritten(resident.id(), write.batch().size(), 0));
        }
    }

    private void takeHeld(Resident resident, Transfer.TakeHeld take) {
        if (!(resident.phase() instanceof Reserved)
                || !take.offer().fits(resident.memory().pages())) {
            take.replyTo().tell(LifecycleDesk.illegal(resident, take));
            return;
        }
        PagePick held = new HeldPages(state, it -> !absences.has(it.id())).take(resident, take.offer(), wires.now());
        wires.memorySettled();
        take.replyTo().tell(new Transfer.HeldTaken(resident.id(), held));
    }

    private VmDescription described(Resident resident) {
        return state.portrait().describe(resident, wires.now());
    }

    private void capture(Resident resident, CaptureState capture) {
        capture.replyTo()
                .tell(
                        resident.phase() instanceof Paused(var epoch, var _, var guest)
                                ? new Transfer.StateCaptured(
                                        resident.id(),
                                        epoch,
                                        guest,
                                        resident.memory().digest(),
                                        described(resident).cpu())
                                : LifecycleDesk.illegal(resident, capture));
    }

    private void install(Resident resident, InstallState install) {
        switch (resident.phase()) {
            case Reserved(var migration) -> installed(resident, new Installed(migration, install.state()), install);
            case Installed(var migration, var _) ->
                installed(resident, new Installed(migration, install.state()), install);
            default -> install.replyTo().tell(LifecycleDesk.illegal(resident, install));
        }
    }

    private void installed(Resident resident, Installed phase, InstallState install) {
        resident.enter(phase);
        absences.begin(resident, install, guests.workload(resident));
        install.replyTo().tell(new Transfer.StateInstalled(resident.id()));
    }

    /// A frame came for a guest that stands still.
    void missedFrame(Resident resident) {
        if (resident.phase() instanceof Paused(var epoch, var why, var _) && why == Why.MIGRATION) {
            resident.countMissedFrame();
            wires.record(new GuestEvent.FrameMissed(resident.id(), state.host(), epoch));
        }
    }

    private void keep(Resident resident, Transfer.KeepDisk keep) {
        if (resident.phase() instanceof Reserved(var migration) && migration.equals(keep.migration())) {
            mirrors.keep(keep);
            life.release(resident);
            keep.replyTo().tell(new Transfer.Released(keep.vm(), 0));
        } else {
            keep.replyTo().tell(LifecycleDesk.illegal(resident, keep));
        }
    }

    private void release(Resident resident, ReleaseVm release) {
        switch (resident.phase()) {
            case Reserved _, Installed _, Paused _ -> {
                mirrors.release(resident, release);
                life.release(resident);
                release.replyTo().tell(new Transfer.Released(resident.id(), resident.missedFrames()));
            }
            default -> release.replyTo().tell(LifecycleDesk.illegal(resident, release));
        }
    }
}
