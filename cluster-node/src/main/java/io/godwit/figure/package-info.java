/// What an experiment found, as figures: each a value that is drawn as SVG, listed as CSV, and told in a terminal.
///
/// All three come of the same [io.godwit.figure.Tidy] form of its numbers, so that a picture and its file can't differ.
@NullMarked
package io.godwit.figure;

import org.jspecify.annotations.NullMarked;
