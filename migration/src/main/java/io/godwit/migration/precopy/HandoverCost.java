package io.godwit.migration.precopy;

/// What handing a guest over takes beside what goes on the wire, as a prediction takes it.
///
/// *Not modelled*: what a host takes to let a guest stand still, and to prove its copy. In virtual time both are
/// nothing; of a real process they are what its machine takes for some messages.
///
/// @param dumpNs at the source; 0 unless it is a container
/// @param proofNs at the target: to restore a container, and to prove a disk that came along; 0 of others
/// @param registryNs from a question to the registry's leader until it has answered: before the pause, and again for
///     the commit. An answer takes a majority's round trip, as a commit does
/// @param openNs from the order to open its disk at the target until that is open
/// @param settleNs from the pause until a disk that goes along is whole at the target, while pages and state go
public record HandoverCost(long dumpNs, long proofNs, long registryNs, long openNs, long settleNs) {

    /// Of whatever answers at once.
    public static final HandoverCost NONE = new HandoverCost(0, 0, 0, 0);

    public HandoverCost {
        if (dumpNs < 0 || proofNs < 0 || registryNs < 0 || openNs < 0 || settleNs < 0) {
            throw new IllegalArgumentException(
                    dumpNs + ", " + proofNs + ", " + registryNs + ", " + openNs + ", " + settleNs + " ns");
        }
    }

    /// Of a guest whose disk stays.
    public HandoverCost(long dumpNs, long proofNs, long registryNs, long openNs) {
        this(dumpNs, proofNs, registryNs, openNs, 0);
    }

    /// The same, where its disk goes along.
    public HandoverCost withSettle(long ns) {
        return new HandoverCost(dumpNs, proofNs, registryNs, openNs, ns);
    }

    /// The same, where the source takes that to write the guest down.
    public HandoverCost withDump(long ns) {
        return new HandoverCost(ns, proofNs, registryNs, openNs, settleNs);
    }
}
