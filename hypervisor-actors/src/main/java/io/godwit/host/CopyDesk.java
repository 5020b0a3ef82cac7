package io.godwit.host;

import io.godwit.device.Disk;
import io.godwit.device.Disk.Basis;
import io.godwit.device.DiskQueue;
import io.godwit.history.GuestEvent;
import io.godwit.history.GuestEvent.Why;
import io.godwit.host.Lifecycle.CopyVm;
import io.godwit.host.Residency.Captured;
import io.godwit.host.Residency.Paused;
import io.godwit.host.Residency.Running;
import io.godwit.host.Residency.Stunned;
import io.godwit.identity.CopyId;
import io.godwit.identity.VmId;
import io.godwit.vm.GuestState;
import io.godwit.vm.VirtualMachine;
import io.godwit.vm.VmSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Takes VMs as they are at one instant. The guest stands still while its disk is kept; its memory is shared with each
/// clone, which takes the same time at any size. A clone has all the room it may need before the guest is stopped, and
/// waits for the registry's word to run. A memory that is to be kept goes to the datastore while the guest goes on.
///
/// ```
/// Running --CopyVm--> Stunned --disk kept, or given up--> Running
/// (absent) --CopyVm of another--> Captured --ResumeVm--> Opening --> Running
/// ```
final class CopyDesk {

    /// How long a guest may stand still for its disk. A disk that doesn't answer within it is asked for nothing: two
    /// seconds are an outage that people notice.
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HostState state;
    private final Guests guests;
    private final Disks disks;
    private final LifecycleDesk life;
    private final Wires wires;
    private final MemoryKeeper keeper;
    private final Map<VmId, Work> works = new TreeMap<>();

    /// @param sinceNs when the guest was told to stand still
    private record Work(CopyVm order, boolean wasRunning, long sinceNs, Stage stage) {

        private Work in(Stage next) {
            return new Work(order, wasRunning, sinceNs, next);
        }
    }

    private sealed interface Stage {}

    /// The guest has not stood still yet.
    private record Stopping() implements Stage {}

    /// @param request to the disk
    /// @param memory that is to be kept beside it
    private record Freezing(long request, Optional<MemoryKeeper.Memory> memory) implements Stage {}

    /// @param stunNs for how long the guest stood still
    /// @param writes that its disk holds
    private record Keeping(long stunNs, long writes) implements Stage {}

    /// Whom it works with.
    record Colleagues(HostState state, Guests guests, Disks disks, Wires wires) {}

    CopyDesk(Colleagues colleagues, LifecycleDesk life) {
        this.state = colleagues.state();
        this.guests = colleagues.guests();
        this.disks = colleagues.disks();
        this.life = life;
        this.wires = colleagues.wires();
        this.keeper = new MemoryKeeper(disks, wires);
    }

    void copy(Resident resident, CopyVm order) {
        boolean isHere = resident.phase().epoch() == order.epoch() && !works.containsKey(resident.id());
        if (!isHere || !(resident.phase() instanceof Running || resident.phase() instanceof Paused)) {
            order.replyTo().tell(LifecycleDesk.illegal(resident, order));
            return;
        }
        Optional<String> refusal = makeRoom(order);
        if (refusal.isPresent()) {
            releaseClones(order);
            order.replyTo().tell(new Lifecycle.CopyFailed(order.vm(), order.copy(), refusal.get()));
            return;
        }
        long nowNs = wires.now();
        switch (resident.phase()) {
            case Running(var epoch) -> {
                works.put(resident.id(), new Work(order, true, nowNs, new Stopping()));
                resident.enter(new Stunned(epoch));
                guests.tell(resident.slot(), VirtualMachine.Pause.INSTANCE);
                wires.after(PATIENCE, new Inner.CopyOverdue(resident.id(), order.copy(), false));
            }
            case Paused(var _, var _, var guest) -> {
                works.put(resident.id(), new Work(order, false, nowNs, new Stopping()));
                capture(resident, guest);
                wires.after(PATIENCE, new Inner.CopyOverdue(resident.id(), order.copy(), false));
            }
            default -> throw new IllegalStateException("asked before");
        }
    }

    /// The guest stands still, and its page accesses have come.
    void stoodStill(Resident resident, GuestState guest) {
        if (resident.phase() instanceof Stunned(var epoch) && works.containsKey(resident.id())) {
            wires.record(new GuestEvent.Paused(resident.id(), state.host(), epoch, Why.COPY));
            capture(resident, guest);
        }
    }

    void frozen(Disk.Frozen frozen) {
        Work work = works.get(frozen.vm());
        if (work != null && work.stage() instanceof Freezing(var request, var memory) && request == frozen.request()) {
            state.find(frozen.vm()).ifPresent(resident -> {
                goOn(resident);
                long stunNs = work.wasRunning() ? wires.now() - work.sinceNs() : 0;
                Work left = work.in(new Keeping(stunNs, frozen.writes()));
                if (memory.isPresent()) {
                    works.put(frozen.vm(), left);
                    keeper.keep(
                            memory.get().moving(bytesToMove(work.order(), resident, frozen)),
                            ending -> ended(left, ending));
                } else {
                    ended(left, new MemoryKeeper.Ending(Optional.empty(), 0));
                }
            });
        }
    }

    /// All of a disk that is copied whole is read and written.
    private long bytesToMove(CopyVm order, Resident resident, Disk.Frozen frozen) {
        if (!(order.what() instanceof Lifecycle.Taking.Whole)) {
            return 0;
        }
        return Math.multiplyExact(
                2,
                Math.addExact(
                        state.diskBytes(resident.spec()), Math.multiplyExact(frozen.writes(), DiskQueue.BLOCK_BYTES)));
    }

    private void ended(Work work, MemoryKeeper.Ending ending) {
        CopyVm order = work.order();
        works.remove(order.vm());
        if (ending.failed().isPresent()) {
            String why = ending.failed().get();
            order.replyTo().tell(new Lifecycle.CopyFailed(order.vm(), order.copy(), why));
        } else if (work.stage() instanceof Keeping(var stunNs, var writes)) {
            long tookNs = wires.now() - work.sinceNs();
            order.replyTo()
                    .tell(new Lifecycle.Copied(order.vm(), order.copy(), stunNs, tookNs, writes, ending.pages()));
        }
    }

    void done(Disk.Answer part) {
        keeper.done(part.vm(), part.request());
    }

    void missing(Disk.Missing missing) {
        Work work = works.get(missing.vm());
        if (work != null && work.stage() instanceof Freezing(var request, var _) && request == missing.request()) {
            fail(missing.vm(), "it was given up meanwhile");
        }
        keeper.missing(missing);
    }

    void overdue(Inner.CopyOverdue overdue) {
        Work work = works.get(overdue.vm());
        boolean isOpen = work != null && work.order().copy().equals(overdue.copy());
        if (isOpen && overdue.ofMemory()) {
            keeper.overdue(overdue.vm(), overdue.copy());
        } else if (isOpen && !(work.stage() instanceof Keeping)) {
            fail(overdue.vm(), "its disk did not answer within " + PATIENCE.toSeconds() + " s");
        }
    }

    /// The VM is here no more: what was made of it goes with it.
    void left(VmId vm) {
        Work work = works.remove(vm);
        if (work != null) {
            keeper.forget(vm);
            releaseClones(work.order());
            work.order()
                    .replyTo()
                    .tell(new Lifecycle.CopyFailed(vm, work.order().copy(), "it ended before all of it was kept"));
        }
    }

    private Optional<String> makeRoom(CopyVm order) {
        for (VmSpec clone : order.what().clones()) {
            switch (state.admit(clone, new Residency.Admitted(), wires.now())) {
                case HostState.Admitted(var resident) -> resident.enter(new Residency.Expected(order.copy()));
                case HostState.Refused(var why) -> {
                    return Optional.of("there is no room for " + clone.id() + " beside it: " + why.sentence());
                }
            }
        }
        return Optional.empty();
    }

    private void capture(Resident resident, GuestState guest) {
        VmId vm = resident.id();
        Work work = works.get(vm);
        CopyVm order = work.order();
        for (VmSpec clone : order.what().clones()) {
            state.find(clone.id()).ifPresent(it -> {
                it.share(resident.memory().share());
                it.enter(new Captured(order.copy(), order.incarnation(), guest));
                state.settleClone(resident, it);
            });
        }
        wires.record(new GuestEvent.Copied(
                vm, state.host(), order.epoch(), order.copy(), resident.memory().digest()));
        boolean isKept =
                order.what() instanceof Lifecycle.Taking.Memory || order.what() instanceof Lifecycle.Taking.Whole;
        Optional<MemoryKeeper.Memory> memory = isKept
                ? Optional.of(new MemoryKeeper.Memory(
                        resident.spec(), order.copy(), resident.memory().copy(), guest, 0))
                : Optional.empty();
        long request = disks.freeze(resident.spec(), order.epoch(), order.copy());
        works.put(vm, work.in(new Freezing(request, memory)));
    }

    private void fail(VmId vm, String why) {
        Work work = works.get(vm);
        state.find(vm).ifPresent(resident -> goOn(resident));
        works.remove(vm);
        releaseClones(work.order());
        work.order().replyTo().tell(new Lifecycle.CopyFailed(vm, work.order().copy(), why));
    }

    private void goOn(Resident resident) {
        works.remove(resident.id());
        if (resident.phase() instanceof Stunned(var epoch)) {
            life.goOnAfterCopy(resident, epoch);
        }
        wires.record(state.countMemory());
    }

    /// Clones that nobody will let run.
    private void releaseClones(CopyVm order) {
        for (VmSpec clone : order.what().clones()) {
            state.find(clone.id())
                    .filter(resident -> isOf(resident.phase(), order.copy()))
                    .ifPresent(resident -> life.halt(resident, Why.NOT_OWNER, false));
        }
    }

    private static boolean isOf(Residency phase, CopyId copy) {
        return switch (phase) {
            case Residency.Expected(var of) -> of.equals(copy);
            case Captured(var of, var _, var _) -> of.equals(copy);
            default -> false;
        };
    }

    /// What a clone's disk starts from.
    static Basis basisOf(CopyId copy) {
        return new Basis(1, copy);
    }
}
