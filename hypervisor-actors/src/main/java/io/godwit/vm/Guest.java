package io.godwit.vm;

import io.godwit.guest.MemoryDirtier;
import io.godwit.history.GuestEvent.Misbehaviour;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What runs inside a VM: how far it has come, what it wants, what it wrote. The core of [VirtualMachine]; mutable,
/// that actor's own.
///
/// Nothing of it happens between messages: what a guest would have done by a time is computed when somebody asks.
final class Guest {

    /// A guest that gets on slowly is looked at no more often than this: a page too many for a millisecond harms
    /// nobody.
    private static final long FINEST_LOOK_NS = 1_000_000;

    /// A guest that is slowed is found at its bound by so much too late, at most: a tenth of what a page takes to come.
    private static final long FINEST_STOP_NS = 10_000;

    private Workload workload;
    private final Progress progress;
    private final @Nullable GuestLedger ledger;

    /// What it does while it is out of hand; most never are.
    private @Nullable Rampage rampage;

    private long toldWrites;
    private long toldReads;

    /// A paused guest.
    Guest(Workload workload, GuestState state) {
        this.workload = workload;
        this.progress = new Progress(state.ranNs(), state.workNs());
        this.ledger = workload.serves() ? new GuestLedger(state) : null;
        this.toldWrites = state.memoryWrites();
        this.toldReads = workload.memory()
                .map(dirtier -> dirtier.readsDue(state.workNs()))
                .orElse(0L);
    }

    boolean isRunning() {
        return progress.isRunning();
    }

    void resume(long nowNs) {
        progress.resume(nowNs);
    }

    /// From now on it does this, which writes the same to the same pages.
    void refit(long nowNs, Workload other) {
        stayInBounds(nowNs);
        workload = other;
    }

    void pause(long nowNs) {
        stayInBounds(nowNs);
        progress.pause(nowNs);
    }

    void grant(long nowNs, long nanoCores) {
        progress.grant(nowNs, nanoCores);
    }

    void stall(long nowNs, long stallNs) {
        progress.stall(nowNs, stallNs);
    }

    void pace(long nowNs, int millionths) {
        progress.pace(nowNs, millionths);
    }

    void received(long nowNs, long nanoCores) {
        progress.received(nowNs, nanoCores);
    }

    /// From now on it does this too.
    void begin(long nowNs, Mischief mischief) {
        if (rampage == null) {
            rampage = new Rampage();
        }
        rampage.begin(mischief, mark(nowNs));
    }

    /// It does that no more.
    ///
    /// @return how often it did it
    long end(Misbehaviour how) {
        long deeds = rampage == null ? 0 : rampage.end(how);
        rampage = rampage == null || rampage.isOver() ? null : rampage;
        return deeds;
    }

    private long workNs(long nowNs) {
        long workNs = progress.workNs(nowNs);
        OptionalLong boundNs = workload.terms().boundNs();
        return boundNs.isEmpty() ? workNs : Math.min(workNs, boundNs.getAsLong());
    }

    private void stayInBounds(long nowNs) {
        workload.terms().boundNs().ifPresent(boundNs -> progress.cut(nowNs, boundNs));
    }

    /// Whether it stands still, as it may come no further.
    boolean isAtBound(long nowNs) {
        OptionalLong boundNs = workload.terms().boundNs();
        return boundNs.isPresent() && progress.workNs(nowNs) >= boundNs.getAsLong();
    }

    /// Empty for a guest that behaves.
    @Nullable
    Rampage rampage() {
        return rampage;
    }

    Rampage.Mark mark(long nowNs) {
        return new Rampage.Mark(progress.ranNs(nowNs), workNs(nowNs));
    }

    /// What it wants from now on.
    long demandNanoCores(long nowNs) {
        long nanoCores = workload.nanoCoresAt(progress.ranNs(nowNs));
        if (rampage != null) {
            nanoCores = rampage.nanoCores(nanoCores, workload.allNanoCores());
        }
        progress.demand(nowNs, nanoCores);
        return nanoCores;
    }

    /// When it may want something else, or too much memory, if it isn't paused meanwhile.
    long wakeAtNs(long nowNs) {
        long ranNs = progress.ranNs(nowNs);
        OptionalLong stepNs = workload.cpu().nextStepNs(ranNs);
        long wakeNs = stepNs.isPresent() ? Math.addExact(nowNs, stepNs.getAsLong() - ranNs) : Long.MAX_VALUE;
        if (rampage != null) {
            wakeNs = Math.min(wakeNs, rampage.wakeAtNs(nowNs, mark(nowNs)));
        }
        if (workload.terms().boundNs().isPresent() && !isAtBound(nowNs)) {
            wakeNs = Math.min(wakeNs, stopsAtNs(nowNs));
        }
        return workload.terms().memoryMax().isPresent() ? Math.min(wakeNs, exceedsAtNs(nowNs)) : wakeNs;
    }

    /// The earliest that it can be at its bound.
    private long stopsAtNs(long nowNs) {
        long leftNs = workload.terms().boundNs().getAsLong() - workNs(nowNs);
        return leftNs > Long.MAX_VALUE - nowNs ? Long.MAX_VALUE : nowNs + Math.max(leftNs, FINEST_STOP_NS);
    }

    /// Whether it has touched more memory than it may have.
    boolean exceedsMemory(long nowNs) {
        if (rampage != null && rampage.exceedsMemory(mark(nowNs))) {
            return true;
        }
        return workload.terms().memoryMax().isPresent()
                && dirtier().writesDue(workNs(nowNs))
                        > workload.terms().memoryMax().get().write();
    }

    /// The earliest that it can be, as work never passes faster than time.
    private long exceedsAtNs(long nowNs) {
        long write = workload.terms().memoryMax().get().write();
        if (write == MemoryMax.NEVER) {
            return Long.MAX_VALUE;
        }
        long leftNs = dirtier().runningNsFor(write + 1) - workNs(nowNs);
        return Math.addExact(nowNs, Math.max(leftNs, FINEST_LOOK_NS));
    }

    private MemoryDirtier dirtier() {
        return workload.memory().orElseThrow();
    }

    /// All that it has written and read by now and not told before.
    PageWrites settle(long nowNs) {
        PageWrites work = settleWork(nowNs);
        PageWrites mischief = rampage == null ? PageWrites.NONE : rampage.touched(mark(nowNs));
        return mischief == PageWrites.NONE
                ? work
                : memory -> {
                    work.applyTo(memory);
                    mischief.applyTo(memory);
                };
    }

    private PageWrites settleWork(long nowNs) {
        if (workload.memory().isEmpty()) {
            return PageWrites.NONE;
        }
        MemoryDirtier dirtier = workload.memory().get();
        long workNs = workNs(nowNs);
        Accesses made =
                new Accesses(dirtier, toldWrites, dirtier.writesDue(workNs), toldReads, dirtier.readsDue(workNs));
        toldWrites = made.toWrite();
        toldReads = made.toRead();
        return made.isNone() ? PageWrites.NONE : made;
    }

    /// Empty for a guest that serves nobody.
    @Nullable
    GuestLedger ledger() {
        return ledger;
    }

    /// All of it that isn't pages. Only after [#settle].
    GuestState state(long nowNs) {
        return new GuestState(
                progress.ranNs(nowNs),
                workNs(nowNs),
                toldWrites,
                ledger == null ? List.of() : ledger.answered(),
                ledger == null ? List.of() : ledger.pending());
    }
}
