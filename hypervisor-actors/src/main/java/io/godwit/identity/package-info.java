/// The names that cross every boundary: of VMs, hosts and migrations.
@NullMarked
package io.godwit.identity;

import org.jspecify.annotations.NullMarked;
