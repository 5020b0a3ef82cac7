package io.godwit.verdict;

import java.util.List;
import java.util.SortedMap;

/// Several runs of one file: the cells of its matrix, or one drill with many seeds, or both.
///
/// @param outcome the gravest
/// @param runs in the order in which they were played
/// @param cells in the order of the file
/// @param objectives of all runs together: each with the worst that was measured
public record Summary(
        int form,
        String name,
        Outcome outcome,
        int exitCode,
        String sentence,
        List<RunRow> runs,
        List<CellRow> cells,
        List<WorstOfRuns> objectives,
        List<String> neverReached) {

    /// One run.
    ///
    /// @param reached every step was taken, and felt where it is a fault
    /// @param replay one command that plays it again
    public record RunRow(
            String title,
            SortedMap<String, String> cell,
            long seed,
            Outcome outcome,
            boolean reached,
            String sentence,
            String replay) {}

    /// One cell over all its seeds.
    ///
    /// @param outcome the gravest
    /// @param reached by how many of its runs
    public record CellRow(String title, SortedMap<String, String> cell, int runs, int reached, Outcome outcome) {}

    /// @param row the run's row that did worst
    public record WorstOfRuns(String title, long seed, ObjectiveRow row) {}
}
