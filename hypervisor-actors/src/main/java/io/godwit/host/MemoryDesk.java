package io.godwit.host;

import io.godwit.cpu.CpuTopology;
import io.godwit.history.GuestEvent.Why;
import io.godwit.history.HostEvent;
import io.godwit.identity.VmId;
import io.godwit.memory.pressure.Held;
import io.godwit.memory.pressure.ManagedMemory;
import io.godwit.memory.pressure.Pressure;
import io.godwit.unit.Exact;
import io.godwit.vm.VirtualMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Lets a host that manages memory take its turns, and tells guests and the history what came of it. On other hosts,
/// and while nothing may change by itself, it does nothing and has no timer.
///
/// A turn begins with all guests that have something to say about their memory: the core acts on what they say. The
/// same goes, on any host, before somebody is told what guests use, or where frames went.
final class MemoryDesk {

    private static final long NEVER = Long.MAX_VALUE;

    private final HostState state;
    private final Guests guests;
    private final LifecycleDesk life;
    private final Wires wires;
    private final List<Runnable> waiting = new ArrayList<>();
    private long turnAtNs = NEVER;
    private boolean isDue;
    private int unsettled;
    private Pressure told = Pressure.NONE;
    private long toldPasses;

    MemoryDesk(HostState state, Guests guests, LifecycleDesk life, Wires wires) {
        this.state = state;
        this.guests = guests;
        this.life = life;
        this.wires = wires;
    }

    /// Somebody came or went: there may be reason for turns now.
    void look() {
        if (!isDue) {
            state.managed().flatMap(ManagedMemory::nextTurn).ifPresent(this::takeTurnAfter);
        }
    }

    /// A turn that is needed earlier than the one that is awaited takes its place.
    private void takeTurnAfter(Duration wait) {
        long atNs = wires.now() + wait.toNanos();
        if (atNs < turnAtNs) {
            turnAtNs = atNs;
            wires.after(wait, Inner.MemoryTurn.INSTANCE);
        }
    }

    /// The time for a turn has come, or for one whose place another has taken.
    void begin() {
        if (!isDue && wires.now() >= turnAtNs) {
            isDue = true;
            settleAll();
        }
    }

    /// Does something once guests have told what they wrote until now.
    void whenSettled(Runnable then) {
        waiting.add(then);
        settleAll();
    }

    /// A guest that was asked for its accesses has told them.
    private void settled() {
        unsettled--;
        if (unsettled == 0) {
            finish();
        }
    }

    /// Nobody is asked twice: what is due is done when those that were asked have told.
    private void settleAll() {
        if (unsettled > 0) {
            return;
        }
        for (Resident resident : state.all()) {
            if (resident.phase() instanceof Residency.Running
                    && resident.spec().workload().memory().isPresent()) {
                unsettled++;
                guests.settleFirst(resident.slot(), this::settled);
            }
        }
        if (unsettled == 0) {
            finish();
        }
    }

    private void finish() {
        if (isDue) {
            take();
        }
        List<Runnable> done = List.copyOf(waiting);
        waiting.clear();
        done.forEach(Runnable::run);
    }

    /// Somebody's accesses were settled, which may have held up a guest, or stopped one.
    void afterSettling() {
        state.managed().ifPresent(memory -> {
            for (Held held : memory.takeHeld()) {
                state.find(held.vm()).ifPresent(resident -> {
                    resident.countStall(held.stallNs());
                    long each = held.stallNs() / resident.spec().vcpus();
                    guests.tell(resident.slot(), new VirtualMachine.Stall(each));
                });
            }
            for (VmId stopped : memory.takeStopped()) {
                state.find(stopped).ifPresent(this::stop);
            }
        });
        state.renewMappings(wires.now()).forEach(guests::refit);
    }

    private void take() {
        isDue = false;
        turnAtNs = NEVER;
        state.managed().ifPresent(memory -> {
            memory.turn(wires.now(), this::runs);
            workOnCores(memory);
            afterSettling();
            tell(memory);
        });
        look();
    }

    private boolean runs(VmId vm) {
        return state.find(vm)
                .filter(resident -> resident.phase() instanceof Residency.Running)
                .isPresent();
    }

    /// What compressing took is made up for during the next turn; the scanner goes on at its pace.
    private void workOnCores(ManagedMemory memory) {
        long turnNs = memory.management().costs().turn().toNanos();
        long compressing = Exact.floorMulDiv(memory.takeWorkNs(), CpuTopology.CORE, turnNs);
        state.own().workForMemory(memory.scannerNanoCores() + compressing, wires.now());
        wires.shareCpu();
    }

    private void stop(Resident resident) {
        wires.record(new HostEvent.OutOfMemory(
                state.host(), resident.id(), resident.spec().memory().bytes()));
        life.fail(resident, Why.OUT_OF_MEMORY);
    }

    private void tell(ManagedMemory memory) {
        if (memory.pressure() != told) {
            told = memory.pressure();
            wires.record(new HostEvent.PressureChanged(
                    state.host(), told, state.memory().freeFrames()));
        }
        long passes = memory.scannerFigures().passes();
        if (passes != toldPasses) {
            toldPasses = passes;
            wires.record(new HostEvent.PagesScanned(
                    state.host(), passes, memory.scannerFigures().savedFrames()));
        }
    }
}
