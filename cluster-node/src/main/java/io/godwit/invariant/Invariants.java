package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.history.Entry;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// The invariants that watch one history.
public final class Invariants {

    private final List<Invariant> each;
    private final boolean oneOrder;

    private Invariants(List<Invariant> each, boolean oneOrder) {
        this.each = each;
        this.oneOrder = oneOrder;
    }

    public static Invariants all(Premises premises) {
        return named(EnumSet.allOf(InvariantName.class), premises);
    }

    /// Each once, by number.
    public static Invariants named(Collection<InvariantName> names, Premises premises) {
        return new Invariants(
                names.stream()
                        .sorted()
                        .distinct()
                        .map(name -> invariant(name, premises))
                        .toList(),
                premises.oneOrder());
    }

    /// All of a history that is over.
    public static Invariants judged(List<Entry> history, Premises premises, Ending ending) {
        var invariants = all(premises);
        history.forEach(invariants::observe);
        invariants.end(ending);
        return invariants;
    }

    public void observe(Entry entry) {
        var atNs = oneOrder ? Optional.of(entry.atNs()) : Optional.<Long>empty();
        for (var invariant : each) {
            invariant.tally().at(atNs);
            invariant.observe(entry);
        }
    }

    public void end(Ending ending) {
        for (var invariant : each) {
            invariant.tally().at(Optional.empty());
            invariant.end(ending);
        }
    }

    /// By number.
    public List<Tally> tallies() {
        return each.stream().map(Invariant::tally).toList();
    }

    /// The violation of the invariant with the lowest number.
    public Optional<Violation> violation() {
        return tallies().stream().flatMap(tally -> tally.violation().stream()).findFirst();
    }

    private static Invariant invariant(InvariantName name, Premises premises) {
        return switch (name) {
            case ONE_RUNNING_COPY -> new OneRunningCopy(premises);
            case FENCE_BEFORE_RESTART -> new FenceBeforeRestart(premises);
            case OLD_IS_REFUSED -> new OldIsRefused();
            case EPOCHS_INCREASE -> new EpochsIncrease();
            case PERMIT_IS_HONOURED -> new PermitIsHonoured(premises);
            case ACKNOWLEDGED_IS_KEPT -> new AcknowledgedIsKept(premises);
            case REGISTRY_IS_LINEARIZABLE -> new RegistryIsLinearizable(premises);
            case COMMANDS_RUN_ONCE -> new CommandsRunOnce();
            case MIGRATION_IS_ATOMIC -> new MigrationIsAtomic();
            case NO_RESURRECTION -> new NoResurrection(premises);
            case COPIES_KEEP_APART -> new CopiesKeepApart(premises);
            case NO_OVERCOMMITMENT -> new NoOvercommitment(premises);
            case ONE_SIDE_DECIDES -> new OneSideDecides();
            case UNFENCED_IS_SHOWN -> new UnfencedIsShown(premises);
            case MEMORY_IS_CONSERVED -> new MemoryIsConserved();
            case REDUNDANCY_RETURNS -> new RedundancyReturns(premises);
            case COMMANDS_END -> new CommandsEnd();
            case ORDER_IS_KEPT -> new OrderIsKept(premises);
            case RETRIES_ARE_BOUNDED -> new RetriesAreBounded(premises);
            case NOTHING_IS_LEFT -> new NothingIsLeft(premises);
            case NO_THRASH -> new NoThrash(premises);
            case GUARANTEES_ARE_KEPT -> new GuaranteesAreKept();
            case FORGED_IS_REFUSED -> new ForgedIsRefused(premises);
            case CRASH_STAYS_INSIDE -> new CrashStaysInside(premises);
            case SHARES_ARE_KEPT -> new SharesAreKept();
            case NEEDED_IS_KEPT -> new NeededIsKept(premises);
        };
    }
}
