package io.godwit.chronicle;

import io.godwit.link.WireMessage;

/// How a console follows a node's history. Service [#SERVICE] on every node.
///
/// ```
/// reader ── Read(position) ──► feed      repeated when nothing comes for a while
///        ◄── Lines(from, bytes, next) ──  as soon as there is something
/// ```
public sealed interface FeedWire extends WireMessage {

    String SERVICE = "history";

    /// Asks where the history ends now; answered at once.
    record Where() implements FeedWire {}

    record End(Position end) implements FeedWire {}

    record Read(Position from) implements FeedWire {}

    /// @param lines whole lines of JSON, as the file has them; none where a life has ended
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Lines(Position from, byte[] lines, Position next) implements FeedWire {}
}
