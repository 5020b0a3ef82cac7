/// What happened, as it is written down: the events that reports, triggers and invariants read.
@NullMarked
package io.godwit.history;

import org.jspecify.annotations.NullMarked;
