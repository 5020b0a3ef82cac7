package io.godwit.drill.play;

import io.godwit.link.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// A step that was taken, as long as the drill lasts: whom it struck, how it is undone, and whether it was felt.
///
/// Mutable, and owned by the director.
final class Strike {

    private final String step;
    private final String verb;
    private final String target;
    private final long takenNs;
    private final List<NodeId> victims = new ArrayList<>();
    private Optional<String> evidence = Optional.empty();
    private Optional<Long> endedNs = Optional.empty();
    private Optional<Runnable> undo = Optional.empty();
    private Optional<Long> undoAtNs = Optional.empty();
    private boolean told;
    private Supplier<Optional<String>> watch = Optional::empty;

    Strike(String step, String verb, String target, long takenNs) {
        this.step = step;
        this.verb = verb;
        this.target = target;
        this.takenNs = takenNs;
    }

    String step() {
        return step;
    }

    List<NodeId> victims() {
        return victims;
    }

    Optional<String> evidence() {
        return evidence;
    }

    /// @param at drill time, nanoseconds; empty: at the heal
    void lasts(Runnable how, Optional<Long> at) {
        undo = Optional.of(how);
        undoAtNs = at;
    }

    void felt(String how) {
        if (evidence.isEmpty()) {
            evidence = Optional.of(how);
        }
    }

    /// What it came to in the end, in place of what was felt before.
    void came(String how) {
        evidence = Optional.of(how);
        told = false;
    }

    /// Looks for evidence now and then, until there is some.
    void watches(Supplier<Optional<String>> how) {
        watch = how;
    }

    void look() {
        if (evidence.isEmpty()) {
            evidence = watch.get();
        }
    }

    /// The evidence, the first time that it is asked for after it came.
    Optional<String> news() {
        var fresh = told ? Optional.<String>empty() : evidence;
        told = told || fresh.isPresent();
        return fresh;
    }

    boolean isLasting() {
        return undo.isPresent();
    }

    Optional<Long> undoAtNs() {
        return isLasting() ? undoAtNs : Optional.empty();
    }

    void end(long nowNs) {
        look();
        undo.ifPresent(Runnable::run);
        undo = Optional.empty();
        endedNs = Optional.of(nowNs);
    }

    /// @param zeroNs drill time zero on the console's clock
    Played.StepTaken taken(long zeroNs) {
        return new Played.StepTaken(
                step,
                verb,
                target,
                Optional.of(zeroNs + takenNs),
                List.copyOf(victims),
                evidence,
                endedNs.map(ended -> zeroNs + ended));
    }
}
