package io.godwit.migration.precopy;

/// The CPU of both hosts that threads have which carry a migration's pages.
public interface Cores {

    /// CPU time that a batch takes, of all threads together.
    ///
    /// @param sourceNs to make it smaller and to send it
    /// @param targetNs to take it in and to put pages in place
    record Load(long sourceNs, long targetNs) {}

    /// Spends it evenly from one time to another.
    ///
    /// @return when they are through with it: later, where the source's host has too little CPU for itself
    long spend(Load load, long fromNs, long untilNs);

    /// Nothing is under way.
    void rest();

    /// Of hosts where nobody else wants CPU.
    static Cores free() {
        return new Cores() {
            @Override
            public long spend(Load load, long fromNs, long untilNs) {
                return untilNs;
            }

            @Override
            public void rest() {
                // Nobody misses it.
            }
        };
    }
}
