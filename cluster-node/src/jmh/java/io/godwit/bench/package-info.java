/// Measures what the specification promises. Benchmarks of one package's inner parts stand beside it, in the `src/jmh`
/// of its module; here is what starts them, and what needs whole processes.
@NullMarked
package io.godwit.bench;

import org.jspecify.annotations.NullMarked;
