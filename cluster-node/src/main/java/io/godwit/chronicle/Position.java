package io.godwit.chronicle;

/// A place in a node's history.
///
/// @param life which of the node's processes wrote it, from 0
/// @param offset bytes of that process's file before it
public record Position(int life, long offset) {

    public static final Position START = new Position(0, 0);
}
