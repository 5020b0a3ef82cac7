package io.godwit.migration;

/// What a host's card would have for one more migration, in one direction.
///
/// @param question whose answer this is
/// @param bits that it could take in a second, beside those that are on it and what guests send
/// @param moves those that are on it
public record CardRoom(long question, long bits, int moves) {}
