/// What runs inside a VM: what it asks of its vCPUs, its memory and its disk.
@NullMarked
package io.godwit.guest;

import org.jspecify.annotations.NullMarked;
