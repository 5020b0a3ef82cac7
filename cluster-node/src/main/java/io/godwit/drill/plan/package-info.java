/// Shows what a drill will do before it does anything: `--dry-run`, for people and for programs.
@NullMarked
package io.godwit.drill.plan;

import org.jspecify.annotations.NullMarked;
