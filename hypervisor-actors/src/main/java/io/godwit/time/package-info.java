/// The two clocks of the emulation, and the one source of its randomness.
///
/// Everything else in Godwit reads the time from a [Timeline] and draws from a [Seed]; nothing else may look at a clock
/// of the machine or make a random number, and an architecture test holds that. On JVMs a [MonotonicTimeline] follows
/// the monotonic clock. In virtual time one single-threaded [VirtualWorld] runs an actor system for each node and jumps
/// to the next timer whenever every mailbox is empty, so that the same seed gives the same run to the last digit.
@NullMarked
package io.godwit.time;

import org.jspecify.annotations.NullMarked;
