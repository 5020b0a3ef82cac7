/// Published values against emulated ones.
///
/// A [io.godwit.validation.Case] is read from `config/validation`: what somebody measured, how far the emulation may be
/// off, how honest a match is ([io.godwit.validation.Rank]), and which of the [io.godwit.validation.Experiments] yields
/// the emulated value. Only a predicted value validates anything: a constant that comes back, or one that was chosen to
/// fit, does not. A value that is from memory is shown and never judged.
@NullMarked
package io.godwit.validation;

import org.jspecify.annotations.NullMarked;
