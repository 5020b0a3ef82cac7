/// Histories of real processes: each writes its events to files of its own, and others read them while they grow.
///
/// A node's folder has one file for each life of its process, `history-0.jsonl` and so on, with one [entry as a
/// line][io.godwit.chronicle.EntryLine]. Whatever an event led to, its line was with the kernel before: it survives
/// `kill -9`. Readers go by [position][io.godwit.chronicle.Position], so that they can ask again, over links that lose.
@NullMarked
package io.godwit.chronicle;

import org.jspecify.annotations.NullMarked;
