/// Fleets that stand: what a fleet file says, what each of its processes is told, and the fleet that `godwit up` keeps
/// on this machine.
@NullMarked
package io.godwit.fleet;

import org.jspecify.annotations.NullMarked;
