/// One half of a cycle of packages.
@NullMarked
package io.godwit.house.planted.east;

import org.jspecify.annotations.NullMarked;
