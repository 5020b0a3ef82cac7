package io.godwit.migration;

import io.godwit.cpu.CpuTopology;
import io.godwit.link.Endpoint;
import io.godwit.link.LinkQuality;
import io.godwit.migration.precopy.Cores;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.Exact;

/// The CPU that a migration takes of both its hosts, beside their guests: its own hypervisor is asked for it, and the
/// target is told what it has to ask for. It is asked anew only when it is another.
///
/// How much CPU there is for a batch is known when the next one is read: until then it is taken to be as much as for
/// the last. Mutable, confined to the source's actor.
///
/// *Not modelled*: that pages come in more slowly where the target has too little CPU for itself; CPU for a disk's
/// blocks, for states and for messages.
final class SourceCores implements Cores {

    private static final long WHOLE = CpuTopology.CORE;

    /// A host that gives its own work nothing is taken to give it this much, so that no batch leaves never.
    private static final long LEAST_BILLIONTHS = 1_000_000;

    private final MigrationNode node;
    private final MigrationOrder order;
    private final Guest guest;
    private long partBillionths = WHOLE;
    private long askedNanoCores;
    private long toldNanoCores;
    private long sourceNs;
    private long targetNs;
    private boolean isTold;

    SourceCores(MigrationNode node, MigrationOrder order, Guest guest) {
        this.node = node;
        this.order = order;
        this.guest = guest;
    }

    /// What the host's own work gets of the CPU that it wants now.
    void gets(long billionths) {
        partBillionths = Math.max(LEAST_BILLIONTHS, billionths);
    }

    /// What of this link the cores can fill now.
    LinkQuality of(LinkQuality link) {
        long bits = Exact.floorMulDiv(link.bandwidth().bitsPerSecond(), partBillionths, WHOLE);
        return new LinkQuality(link.latency(), new Bandwidth(Math.max(1, bits)));
    }

    @Override
    public long spend(Load load, long fromNs, long untilNs) {
        long spanNs = Math.max(1, untilNs - fromNs);
        long stretchedNs = Exact.floorMulDiv(spanNs, WHOLE, partBillionths);
        sourceNs += load.sourceNs();
        targetNs += load.targetNs();
        ask(perSecond(load.sourceNs(), spanNs));
        tell(perSecond(load.targetNs(), stretchedNs));
        return fromNs + stretchedNs;
    }

    @Override
    public void rest() {
        ask(0);
        tell(0);
    }

    /// Tells it again, as it may have been lost.
    void tick() {
        if (isTold) {
            say();
        }
    }

    /// What it came to so far, with the batch that is under way.
    Load spent() {
        return new Load(sourceNs, targetNs);
    }

    private static long perSecond(long cpuNs, long spanNs) {
        return Exact.floorMulDiv(cpuNs, WHOLE, spanNs);
    }

    private void ask(long nanoCores) {
        if (nanoCores != askedNanoCores) {
            askedNanoCores = nanoCores;
            guest.spendCpu(nanoCores);
        }
    }

    private void tell(long nanoCores) {
        if (nanoCores != toldNanoCores) {
            toldNanoCores = nanoCores;
            isTold = true;
            say();
        }
    }

    private void say() {
        node.link()
                .send(
                        MigrationWire.SERVICE,
                        new Endpoint(order.targetNode(), MigrationWire.SERVICE),
                        new MigrationWire.Spends(order.move(), toldNanoCores));
    }
}
