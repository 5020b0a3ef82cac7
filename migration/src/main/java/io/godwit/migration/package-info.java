/// Moving VMs between two hosts while they run.
@NullMarked
package io.godwit.migration;

import org.jspecify.annotations.NullMarked;
