/// The memory of one host, exact to the page.
///
/// An [io.godwit.memory.AddressSpace] says what each page of a guest holds. It is a sparse overlay over an
/// [io.godwit.image.Image], in chunks of 4096 pages that clones share until one of them writes. It keeps the dirty
/// log ([io.godwit.memory.PageSet]) that migration and checkpoints live on, and a digest that proves two memories
/// equal. Pages leave and enter it in [io.godwit.memory.PageBatch]es, whose form on the wire is
/// [io.godwit.memory.PageBatchCodec]'s.
///
/// [io.godwit.memory.MachineMemory] owns the host's frames: who may have how many, who has how many, and how many are
/// free.
@NullMarked
package io.godwit.memory;

import org.jspecify.annotations.NullMarked;
