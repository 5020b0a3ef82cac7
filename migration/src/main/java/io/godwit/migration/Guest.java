package io.godwit.migration;

import io.godwit.device.Relocation;
import io.godwit.history.GuestEvent.Why;
import io.godwit.host.HypervisorCommand;
import io.godwit.host.Lifecycle;
import io.godwit.host.Transfer;
import io.godwit.identity.MigrationId;
import io.godwit.identity.VmId;
import io.godwit.memory.PageBatch;
import io.godwit.memory.PageCursor;
import io.godwit.memory.PageSet;
import io.godwit.vm.GuestState;
import io.godwit.vm.VmSpec;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/// What a side of a migration asks of the hypervisor that has its guest, and where the answers go.
record Guest(
        ActorRef<HypervisorCommand> hypervisor,
        VmId vm,
        ActorRef<Transfer.Answer> transfers,
        ActorRef<Lifecycle.Answer> lifecycle) {

    /// Why it did not do what was asked: its permit ran out, or a person wanted it to stop.
    static final String STOPPED = "its host has stopped it";

    void reserve(VmSpec spec, MigrationId migration) {
        hypervisor.tell(new Transfer.ReserveVm(spec, migration, transfers));
    }

    void openDirtyLog() {
        hypervisor.tell(new Transfer.OpenDirtyLog(vm, transfers));
    }

    void closeDirtyLog() {
        hypervisor.tell(new Transfer.CloseDirtyLog(vm, transfers));
    }

    void read(PageCursor cursor, int maxPages, boolean skipsDirtied) {
        hypervisor.tell(new Transfer.ReadPages(vm, cursor, maxPages, skipsDirtied, transfers));
    }

    /// @param percent of its CPU that it is to lose; 0 gives all back
    void throttle(int percent) {
        hypervisor.tell(new Transfer.ThrottleCpu(vm, percent, transfers));
    }

    /// @param nanoCores that its host wants for itself to move it; 0: nothing
    void spendCpu(long nanoCores) {
        hypervisor.tell(new Transfer.SpendCpu(vm, nanoCores, transfers));
    }

    void takeDirty() {
        hypervisor.tell(new Transfer.TakeDirty(vm, transfers));
    }

    void write(PageBatch batch) {
        hypervisor.tell(new Transfer.WritePages(vm, batch, transfers));
    }

    void takeHeld(PageBatch offer) {
        hypervisor.tell(new Transfer.TakeHeld(vm, offer, transfers));
    }

    void capture() {
        hypervisor.tell(new Transfer.CaptureState(vm, transfers));
    }

    /// @param lacking pages that follow it
    void install(GuestState state, PageSet lacking) {
        hypervisor.tell(new Transfer.InstallState(vm, state, lacking, transfers));
    }

    void watchFaults() {
        hypervisor.tell(new Transfer.WatchFaults(vm, transfers));
    }

    void endPull() {
        hypervisor.tell(new Transfer.EndPull(vm, transfers));
    }

    void lose() {
        hypervisor.tell(new Transfer.LoseVm(vm, transfers));
    }

    void digest() {
        hypervisor.tell(new Transfer.Digest(vm, transfers));
    }

    void release() {
        hypervisor.tell(new Transfer.ReleaseVm(vm, transfers));
    }

    /// It lives elsewhere at this epoch.
    void release(MigrationId migration, long epoch) {
        var there = Optional.of(new Transfer.Elsewhere(migration, epoch));
        hypervisor.tell(new Transfer.ReleaseVm(vm, there, transfers));
    }

    /// @param withBase whether the target lacks what its disk is an overlay over
    void mirror(MigrationId migration, boolean withBase) {
        hypervisor.tell(new Transfer.MirrorDisk(vm, migration, withBase, transfers));
    }

    /// Of a VM that was stopped; else as [#mirror].
    void readDisk(VmSpec spec, MigrationId migration, boolean withBase) {
        hypervisor.tell(new Transfer.ReadDisk(spec, migration, withBase, transfers));
    }

    /// The disk that has come is that of a VM without a guest.
    void keepDisk(MigrationId migration, long epoch) {
        hypervisor.tell(new Transfer.KeepDisk(vm, migration, epoch, transfers));
    }

    void moveDisk(Relocation.Step step) {
        hypervisor.tell(new Transfer.MoveDisk(vm, step, transfers));
    }

    /// The copy of its disk has all writes up to this one.
    void blockKept(long upTo) {
        hypervisor.tell(new Transfer.BlockKept(vm, upTo, transfers));
    }

    void pause(Why why) {
        hypervisor.tell(new Lifecycle.PauseVm(vm, why, lifecycle));
    }

    void resume(long epoch, Why why) {
        hypervisor.tell(new Lifecycle.ResumeVm(vm, epoch, why, lifecycle));
    }

    /// Whether it was to be freed, and can't be: somebody else took it over.
    static boolean refusedRelease(Lifecycle.Illegal illegal) {
        return illegal.command().equals(Transfer.ReleaseVm.class.getSimpleName());
    }

    /// Whether it was to run on, or to be there without a guest, and can't.
    static boolean refusedToRun(Lifecycle.Illegal illegal) {
        return illegal.command().equals(Transfer.KeepDisk.class.getSimpleName())
                || illegal.command().equals(Lifecycle.PauseVm.class.getSimpleName())
                || illegal.command().equals(Lifecycle.ResumeVm.class.getSimpleName());
    }

    static String sentence(Lifecycle.Illegal illegal) {
        if (illegal.command().equals(Transfer.OpenDirtyLog.class.getSimpleName())) {
            return "its guest is " + illegal.phase() + ", and only one that runs can be moved: try again when it does";
        }
        return "the host refused " + illegal.command() + " for a VM that is " + illegal.phase();
    }
}
