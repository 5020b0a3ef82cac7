package io.godwit.verdict;

import java.util.List;
import java.util.Optional;

/// All that may differ between two runs of the same drill in virtual time.
///
/// @param startedAt date and time, ISO 8601, UTC
/// @param wallNs how long the run took
/// @param previous how it compares with the previous report of the same file and cell
public record Machine(
        String hostName,
        String operatingSystem,
        String javaVersion,
        String godwitVersion,
        int processors,
        String startedAt,
        long wallNs,
        Optional<Comparison> previous) {

    Machine since(Comparison comparison) {
        return new Machine(
                hostName,
                operatingSystem,
                javaVersion,
                godwitVersion,
                processors,
                startedAt,
                wallNs,
                Optional.of(comparison));
    }

    /// @param seed of the previous run
    /// @param sentence the most important difference
    /// @param changes what differs, in the order of the report
    public record Comparison(String startedAt, long seed, Outcome outcome, String sentence, List<Change> changes) {}

    /// @param what such as `web rto p95`
    public record Change(String what, String before, String now, Direction direction) {}

    public enum Direction {
        BETTER,
        WORSE,
        /// Different, and neither good nor bad.
        OTHER
    }
}
