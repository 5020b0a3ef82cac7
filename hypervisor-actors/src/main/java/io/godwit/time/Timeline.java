package io.godwit.time;

/// Where everybody reads the time. It counts nanoseconds from the start of the run, never goes back, and is comparable
/// only with times of the same machine.
@FunctionalInterface
public interface Timeline {

    /// Nanoseconds since the start of the run.
    long now();
}
