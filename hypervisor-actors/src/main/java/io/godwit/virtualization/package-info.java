/// What each kind of virtualization asks of a host.
@NullMarked
package io.godwit.virtualization;

import org.jspecify.annotations.NullMarked;
