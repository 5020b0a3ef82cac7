/// One half of a cycle of packages.
@NullMarked
package io.godwit.house.planted.west;

import org.jspecify.annotations.NullMarked;
