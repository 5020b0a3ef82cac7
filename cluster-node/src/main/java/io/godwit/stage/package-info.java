/// Where a fleet is played: in virtual time or on JVMs, behind one port, so that a drill is the same on both.
@NullMarked
package io.godwit.stage;

import org.jspecify.annotations.NullMarked;
