package io.godwit.vm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What runs inside a VM: how far it has come, what it wants, what it wrote. The core of [VirtualMachine]; mutable,
/// that actor's own.
///
/// Nothing of it happens between messages: what a guest would have done by a time is computed when somebody asks.
final class Guest {

    private final Workload workload;
    private final Progress progress;
    private final @Nullable GuestLedger ledger;
    private long toldWrites;

    /// A paused guest.
    Guest(Workload workload, GuestState state) {
        this.workload = workload;
        this.progress = new Progress(state.ranNs(), state.workNs());
        this.ledger = workload.serves() ? new GuestLedger(state) : null;
        this.toldWrites = state.memoryWrites();
    }

    boolean isRunning() {
        return progress.isRunning();
    }

    void resume(long nowNs) {
        progress.resume(nowNs);
    }

    void pause(long nowNs) {
        progress.pause(nowNs);
    }

    void grant(long nowNs, long nanoCores) {
        progress.grant(nowNs, nanoCores);
    }

    /// What it wants from now on.
    long demandNanoCores(long nowNs) {
        long nanoCores = workload.cpu().nanoCoresAt(progress.ranNs(nowNs));
        progress.demand(nowNs, nanoCores);
        return nanoCores;
    }

    /// When it may want something else, if it isn't paused meanwhile.
    long wakeAtNs(long nowNs) {
        long ranNs = progress.ranNs(nowNs);
        long changesAtNs = workload.cpu().changesAtNs(ranNs);
        return changesAtNs == Long.MAX_VALUE ? Long.MAX_VALUE : Math.addExact(nowNs, changesAtNs - ranNs);
    }

    /// All that it has written by now and not told before.
    PageWrites settle(long nowNs) {
        long from = toldWrites;
        toldWrites = workload.memory().writesAt(progress.workNs(nowNs));
        return from == toldWrites ? PageWrites.NONE : workload.memory().between(from, toldWrites);
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
                progress.workNs(nowNs),
                toldWrites,
                ledger == null ? List.of() : ledger.answered(),
                ledger == null ? List.of() : ledger.pending());
    }
}
