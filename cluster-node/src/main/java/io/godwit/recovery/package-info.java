/// The controller: what places, recovers and drains, in the term of the registry's leader.
@NullMarked
package io.godwit.recovery;

import org.jspecify.annotations.NullMarked;
