/// The client of a fleet's doors: where they are, how to call them, and how to follow what happens.
@NullMarked
package io.godwit.client;

import org.jspecify.annotations.NullMarked;
