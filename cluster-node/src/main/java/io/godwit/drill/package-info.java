/// A drill as it is meant: what stands before anything is broken, what is done to it, and what must come out.
///
/// Everything here is immutable and resolved: names are checked, defaults filled in, variables replaced. What only the
/// running fleet can say (`any host in b`, `node of controller`) stays a choice, which the runner settles from the
/// drill's seed. The file it is read from is the business of `io.godwit.drill.file`.
@NullMarked
package io.godwit.drill;

import org.jspecify.annotations.NullMarked;
