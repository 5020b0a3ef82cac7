package io.godwit.invariant;

import io.godwit.history.Entry;

/// Something that must hold at every instant, or that must come true once faults have ended. Mutable: it remembers what
/// it needs of the entries it was shown.
public sealed interface Invariant
        permits OneRunningCopy,
                FenceBeforeRestart,
                OldIsRefused,
                EpochsIncrease,
                PermitIsHonoured,
                AcknowledgedIsKept,
                RegistryIsLinearizable,
                CommandsRunOnce,
                MigrationIsAtomic,
                NoResurrection,
                CopiesKeepApart,
                NoOvercommitment,
                OneSideDecides,
                UnfencedIsShown,
                MemoryIsConserved,
                RedundancyReturns,
                CommandsEnd,
                OrderIsKept,
                RetriesAreBounded,
                NothingIsLeft,
                NoThrash,
                GuaranteesAreKept,
                ForgedIsRefused,
                CrashStaysInside,
                SharesAreKept,
                NeededIsKept {

    Tally tally();

    /// The next entry of the history. Entries of one node come in that node's order.
    void observe(Entry entry);

    /// The history is over.
    default void end(Ending ending) {}
}
