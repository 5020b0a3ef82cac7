/// Hosts in virtual time that no fleet leads, for experiments that are about hosts alone.
@NullMarked
package io.godwit.rack;

import org.jspecify.annotations.NullMarked;
