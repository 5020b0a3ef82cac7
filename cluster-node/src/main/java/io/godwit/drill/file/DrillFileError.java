package io.godwit.drill.file;

import java.util.List;
import java.util.stream.Collectors;

/// A drill file, or an argument that changes one, cannot be used. The message has a line for each problem.
public final class DrillFileError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /// @param problems at least one
    DrillFileError(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
