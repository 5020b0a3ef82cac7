package io.godwit.verdict;

/// How one expectation came out.
public enum Standing {
    PASSED,
    /// A number or a state that was asked for was not reached, or there is no measurement of it.
    MISSED,
    /// Something happened that must never happen.
    VIOLATED,
    /// Nothing was proved either way.
    INCONCLUSIVE,
    /// Nothing was asked, or nothing happened that it is about.
    NOT_APPLICABLE
}
