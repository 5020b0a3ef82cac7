/// Offences on purpose: what the rules of the house must find.
@NullMarked
package io.godwit.house.planted;

import org.jspecify.annotations.NullMarked;
