/// Godwit: an emulator of virtualization fleets.
@NullMarked
package io.godwit;

import org.jspecify.annotations.NullMarked;
