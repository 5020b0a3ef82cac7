/// Moving and copying VMs between two hosts.
@NullMarked
package io.godwit.migration;

import org.jspecify.annotations.NullMarked;
