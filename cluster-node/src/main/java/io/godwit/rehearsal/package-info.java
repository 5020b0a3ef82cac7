/// Drills from the file to the evidence: opens a stage, plays, and closes it again.
@NullMarked
package io.godwit.rehearsal;

import org.jspecify.annotations.NullMarked;
