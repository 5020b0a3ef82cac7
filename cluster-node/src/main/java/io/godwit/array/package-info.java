/// Storage machines of their own: durable disks that fence by epoch.
///
/// An array is a process outside the cluster, so that no host's death takes it along. Whoever asks it for something is
/// answered when it is durable, and not before:
///
/// ```
/// host            ArrayDisk                 ArrayNode                 LogWriter
///   Write ──────────▶ number it
///                       ── Write ──────────▶ decide, take a turn
///                          (repeated until       at the emulated disk
///                           answered)            ── Append ──────────▶ write
///                                                (others come: they are the next group)
///                                                ── Force ───────────▶ wait for the disk
///                                                ◀────────── Forced ──
///   Written ◀───────── once ◀───── Written ── record, answer in order
/// ```
///
/// Between [io.godwit.array.LogWriter.Append] and [io.godwit.array.LogWriter.Force] lies the emulated disk's time. On
/// JVMs the time of the real disk comes on top.
@NullMarked
package io.godwit.array;

import org.jspecify.annotations.NullMarked;
