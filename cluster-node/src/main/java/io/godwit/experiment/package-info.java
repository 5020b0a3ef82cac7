/// What a lab and a validation case have in common: named parameters with units and bounds, and the trial that is made
/// with their values.
@NullMarked
package io.godwit.experiment;

import org.jspecify.annotations.NullMarked;
