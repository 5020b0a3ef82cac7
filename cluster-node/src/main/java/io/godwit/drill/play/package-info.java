/// Plays a drill on a stage: reaches the baseline, breaks the fleet by the timeline, heals it, and audits what is left.
///
/// ```
/// founding ─ steadying ─ playing ─ settling ─ draining ─ auditing ─ played
///      └─ baseline never reached ──────────────────────────────┘
/// ```
@NullMarked
package io.godwit.drill.play;

import org.jspecify.annotations.NullMarked;
