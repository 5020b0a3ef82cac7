/// What hypervisors can do and what that costs: profiles of products as data, the paths that events of guests take
/// under them, and what follows for a guest's speed. Pure: nothing here runs.
@NullMarked
package io.godwit.virtualization;

import org.jspecify.annotations.NullMarked;
