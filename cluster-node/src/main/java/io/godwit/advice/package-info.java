/// Which size a VM should have: [rules][io.godwit.advice.Advice] that a person at a door and a drill's report go by.
@NullMarked
package io.godwit.advice;

import org.jspecify.annotations.NullMarked;
