/// The virtual machine: its spec, its actor and the resource messages it exchanges with its hypervisor.
@NullMarked
package io.godwit.vm;

import org.jspecify.annotations.NullMarked;
