package io.godwit.migration;

import io.godwit.history.MigrationEvent.Mode;
import io.godwit.host.Transfer;
import io.godwit.host.VmDescription.CpuFigures;
import io.godwit.unit.Exact;
import java.util.Optional;

/// How much of its CPU a guest does not get because it is to write less while its pages go in rounds, as its host
/// counts: of what it wanted and did not get while a throttle held it, what that throttle takes at most. Mutable,
/// confined to the source's actor.
///
/// *Not modelled*: of what its neighbours took at the same time, what it would have had without the throttle.
final class Slowdown {

    private static final int ALL_PERCENT = 100;

    private final boolean runs;
    private final int vcpus;
    private final Journal journal;
    private Optional<Account> account = Optional.empty();
    private int percent;
    private long lostNs;

    /// Since when it runs, and how far its host's accounts had come then and when the throttle was last changed.
    private record Account(long beganNs, CpuFigures atFirst, long sinceNs, CpuFigures since) {}

    Slowdown(MigrationOrder order, Journal journal) {
        Mode mode = order.terms().mode();
        this.runs = mode == Mode.PRE_COPY || mode == Mode.HYBRID;
        this.vcpus = order.spec().vcpus();
        this.journal = journal;
    }

    /// Its pages are about to leave, and it runs.
    void begun(CpuFigures cpu, long nowNs) {
        account = runs ? Optional.of(new Account(nowNs, cpu, nowNs, cpu)) : Optional.empty();
    }

    /// It has that much less from now on. One that stays has all of its CPU again, and is told of.
    void throttled(Transfer.Throttled told, long nowNs) {
        settle(told.cpu(), nowNs);
        percent = told.percent();
        if (percent == 0) {
            over(told.cpu(), nowNs);
        }
    }

    /// It has been standing since then.
    void over(CpuFigures cpu, long stoodNs) {
        settle(cpu, stoodNs);
        account.ifPresent(it -> {
            long spanNs = stoodNs - it.beganNs();
            long wouldNs = lostNs + cpu.ranNs() - it.atFirst().ranNs();
            journal.slowed(spanNs, wouldNs == 0 ? 0 : Exact.floorMulDiv(spanNs, lostNs, wouldNs));
        });
        account = Optional.empty();
    }

    private void settle(CpuFigures cpu, long nowNs) {
        account = account.map(it -> {
            long missedNs = cpu.stealNs() - it.since().stealNs();
            long mostNs = Exact.floorMulDiv(Math.multiplyExact(vcpus, nowNs - it.sinceNs()), percent, ALL_PERCENT);
            lostNs += Math.max(0, Math.min(missedNs, mostNs));
            return new Account(it.beganNs(), it.atFirst(), nowNs, cpu);
        });
    }
}
