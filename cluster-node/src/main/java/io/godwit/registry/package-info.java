/// The replicated, linearizable record of VMs, owners, epochs and node incarnations.
@NullMarked
package io.godwit.registry;

import org.jspecify.annotations.NullMarked;
