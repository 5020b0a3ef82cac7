package io.godwit.chronicle;

/// A part of a node's history.
///
/// @param lines whole lines; none if there is nothing yet, or nothing more of this life
/// @param next where to read on
@SuppressWarnings("ArrayRecordComponent") // never compared
record Piece(Position from, byte[] lines, Position next) {

    boolean isNews() {
        return !next.equals(from);
    }
}
