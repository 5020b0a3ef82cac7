/// The HTTP/JSON door of a node: what a person or a program may see and order of the whole fleet.
///
/// [io.godwit.door.Requests] turns a call into a request, [io.godwit.door.Replies] and [io.godwit.door.Views] turn what
/// the controller answers into JSON, [io.godwit.door.EventWords] an event into a sentence; these are pure. The actor
/// [io.godwit.door.Door] carries requests to the controller by link, [io.godwit.door.EventStream] follows the histories
/// of all nodes, and [io.godwit.door.HttpDoor] is what listens.
@NullMarked
package io.godwit.door;

import org.jspecify.annotations.NullMarked;
