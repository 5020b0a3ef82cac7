/// Where a VM goes: filters say where it can, scores say where it is best, and room is kept for the losses to tolerate.
///
/// A policy is a value: a list of filters and a list of weighted scores.
@NullMarked
package io.godwit.placement;

import org.jspecify.annotations.NullMarked;
