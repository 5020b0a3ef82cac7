/// Storage machines of their own: durable disks that fence by epoch.
@NullMarked
package io.godwit.array;

import org.jspecify.annotations.NullMarked;
