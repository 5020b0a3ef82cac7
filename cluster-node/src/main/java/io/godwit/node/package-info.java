/// A node of the fleet: what it is made of, and how its hosts follow the registry.
@NullMarked
package io.godwit.node;

import org.jspecify.annotations.NullMarked;
