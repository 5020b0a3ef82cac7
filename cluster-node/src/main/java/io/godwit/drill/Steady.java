package io.godwit.drill;

import java.time.Duration;

/// The baseline, reached before anything is broken.
///
/// @param allRunning every VM runs, and its guest has booted
/// @param protectionInSync every host of a protected VM holds a permit
/// @param hold how long it must stay so
/// @param within gives up, as never reached, after this
public record Steady(boolean allRunning, boolean protectionInSync, Duration hold, Duration within) {}
