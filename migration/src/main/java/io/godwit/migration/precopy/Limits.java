package io.godwit.migration.precopy;

/// When a pre-copy is to stop.
///
/// @param downtimeNs switch over when the forecast downtime is within this
/// @param maxRounds give up, saying so, when it still is not after so many rounds; at least 1
public record Limits(long downtimeNs, int maxRounds) {

    public Limits {
        if (downtimeNs < 0 || maxRounds < 1) {
            throw new IllegalArgumentException("a downtime of " + downtimeNs + " ns, " + maxRounds + " rounds");
        }
    }
}
