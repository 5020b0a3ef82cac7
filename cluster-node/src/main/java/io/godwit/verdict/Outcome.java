package io.godwit.verdict;

/// The whole of a verdict in one word, with the exit code that says it. In the order of gravity: of several, the one
/// named later here counts.
public enum Outcome {
    PASSED(0),
    /// An objective or the recovery was missed.
    MISSED(1),
    /// A step that must happen never took effect, or the run was stopped.
    INCONCLUSIVE(2),
    /// The baseline was never reached.
    NO_BASELINE(4),
    /// Safety was violated; it beats all.
    VIOLATED(3);

    private final int exitCode;

    Outcome(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }

    public Outcome or(Outcome other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
