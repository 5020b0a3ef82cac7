/// Copying a guest's memory while it runs, round after round, until the rest is small enough to stop for.
///
/// The first round sends every page, each further one the pages that were written since the round before began. A round
/// of `p` pages takes `p · page / bandwidth`; meanwhile the guest dirties pages for the next. With a writer that never
/// returns to a page (dirty rate D) the rounds shrink geometrically by D/B; with random writes at λ pages a second in a
/// working set of W pages, a round of t seconds leaves `W(1 − e^(−λt/W))`. [Precopy] keeps the rounds and decides what
/// comes next, [Pacer] says when a batch leaves the emulated wire, [Outflow] what may be sent under the receiver's
/// credit.
///
/// [FairWay] is what migrations of one host share.
///
/// *Not modelled*: compression of pages, several channels, throttling of the guest.
@NullMarked
package io.godwit.migration.precopy;

import org.jspecify.annotations.NullMarked;
