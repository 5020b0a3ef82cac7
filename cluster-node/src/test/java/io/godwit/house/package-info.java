/// The rules of the house, as tests: what depends on what, what is banned, how long things may be, what docs point at.
///
/// Each rule says how much it looked at and has a floor on that, and each is shown to bite on a planted violation.
@NullMarked
package io.godwit.house;

import org.jspecify.annotations.NullMarked;
