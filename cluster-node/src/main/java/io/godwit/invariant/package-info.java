/// What must never happen, each a class that reads the recorded history.
///
/// A history is given entry by entry: in virtual time in the one order in which all happened, on JVMs with each node's
/// entries in their order and no order between nodes, so that an invariant may only compare what one node wrote, what
/// the registry's log orders by index, or what epochs and terms order. [Premises] says which of the two it is.
@NullMarked
package io.godwit.invariant;

import org.jspecify.annotations.NullMarked;
