package io.godwit.invariant;

import io.godwit.drill.InvariantName;
import io.godwit.unit.Durations;
import java.util.Optional;
import java.util.function.Supplier;

/// How often an invariant had something to check, and the first thing that broke it: later ones mostly follow from it.
public final class Tally {

    private final InvariantName name;
    private long checked;
    private Optional<Violation> violation = Optional.empty();
    private Optional<Long> nowNs = Optional.empty();

    Tally(InvariantName name) {
        this.name = name;
    }

    public InvariantName name() {
        return name;
    }

    public long checked() {
        return checked;
    }

    public Optional<Violation> violation() {
        return violation;
    }

    /// What is checked next is shown by an entry of this time; empty: by the end of the history.
    void at(Optional<Long> timeNs) {
        nowNs = timeNs;
    }

    /// @param sentence what is wrong if it does not hold
    void check(boolean holds, Supplier<String> sentence) {
        checked++;
        if (!holds && violation.isEmpty()) {
            violation = Optional.of(new Violation(name, nowNs, sentence.get()));
        }
    }

    /// There was something to check, and it is well.
    void count() {
        checked++;
    }

    /// A time in a sentence, on the clock of who wrote the entry: before the baseline nobody knows drill time.
    static String at(long timeNs) {
        return Durations.roughlyNs(timeNs) + " after the start";
    }
}
