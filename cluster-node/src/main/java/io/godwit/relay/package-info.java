/// Relays, through which all TCP traffic between the processes of one machine goes, so that it can be cut, delayed and
/// throttled for real and without root.
///
/// A relay stands at a node's public address and passes every connection on to where the node's process really listens.
/// Each process connects from its own loopback address, by which a relay knows whose bytes they are.
///
/// ```
/// process a ─ 127.x.y.1 ──► relay of b at 127.x.y.130 ──► process b at 127.x.y.2
///                  way a → b: bytes;  way b → a: answers on the same connection
/// ```
///
/// *Not modelled*: losses below TCP. The relay acknowledges what it has read, so a way that is cut keeps or breaks
/// connections, and never drops a part of their bytes.
@NullMarked
package io.godwit.relay;

import org.jspecify.annotations.NullMarked;
