package io.godwit.migration.precopy;

/// A guest's memory, as far as a prediction needs it.
///
/// @param pages all of them, which the first round sends
/// @param zeroPages of these, that hold nothing but zeroes
/// @param dirtying how many different ones it writes in a time
public record GuestMemory(long pages, long zeroPages, Dirtying dirtying) {}
