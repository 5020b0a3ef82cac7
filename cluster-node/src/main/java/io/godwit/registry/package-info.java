/// The replicated, linearizable record of VMs, owners, epochs and node incarnations.
///
/// ```
/// caller        RegistryClient        follower          leader          majority
///   │ Submit ──────▶│ Submit(id) ────────▶│                 │                │
///   │               │◀─ NotLeader(leader) ┤                 │                │
///   │               │ Submit(id) ─────────┼────────────────▶│ AppendEntries ▶│
///   │               │                     │                 │◀──── Appended ─┤
///   │◀─── Answered ─┤◀────────────────────┼─ Submitted(id) ─┤ (applied)      │
/// ```
///
/// An `Ask` goes the same way; the leader answers it after a majority has confirmed, since it came, that it still
/// leads. Nobody invents an answer: what was lost on the way is asked again with the same id, and runs once.
@NullMarked
package io.godwit.registry;

import org.jspecify.annotations.NullMarked;
