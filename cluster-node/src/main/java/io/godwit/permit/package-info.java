/// The right of a node incarnation to let protected VMs have effect, for a limited time.
@NullMarked
package io.godwit.permit;

import org.jspecify.annotations.NullMarked;
