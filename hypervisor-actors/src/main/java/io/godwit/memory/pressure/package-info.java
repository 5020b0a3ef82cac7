/// Hosts that promise more memory than they have.
///
/// [io.godwit.memory.pressure.ManagedMemory] finds a frame for each page that a guest touches, and meets pressure in
/// order: what is free, then balloons, then compression, then swap, and then somebody is stopped. Each page of a VM has
/// a place ([io.godwit.memory.pressure.PagePlaces]):
///
/// ```
///                  touched                        merged by the scanner
///        NONE ───────────────> OWN ──────────────────────────────> SHARED
///                             │  ^ ^                                 │
///     evicted, compressible   │  │ └─────────────────────────────────┘ written
///     COMPRESSED <────────────┤  │
///     SWAPPED    <────────────┤  ├─────── touched, from any of them
///     GIVEN_UP   <────────────┘  │
///        the guest's own choice, from any place but NONE
/// ```
///
/// Only [io.godwit.memory.pressure.FrameLedger] moves a page, so that frames, swap and what equal pages share always
/// add up. What a page *holds* is the address space's, and none of this changes it: digests stay as they are. A page
/// that a guest gave up is on the guest's own disk, in a file or in its swap, and holds the same when it is read again.
@NullMarked
package io.godwit.memory.pressure;

import org.jspecify.annotations.NullMarked;
