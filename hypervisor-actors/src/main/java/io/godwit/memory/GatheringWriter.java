package io.godwit.memory;

import java.util.Optional;

/// Takes a guest's writes in their order and applies them to its memory, many at a time and neighbours together: writes
/// at random over a large memory wait for the machine at each step, those to one chunk wait for it together.
///
/// Writes to one page keep their order, and nobody sees the memory in between, so the outcome is the same. What was
/// taken is applied by [#flush] at the latest.
final class GatheringWriter implements PageWriter {

    /// From how many writes on gathering pays. A settlement of fewer allocates nothing.
    private static final int WORTH_GATHERING = 4_096;

    /// 5 MiB of heap for as long as a settlement takes: about what a core has as caches of its own.
    private static final int GATHERED_AT_MOST = 1 << 17;

    private final AddressSpace memory;
    private final Optional<WriteBatch> batch;

    /// @param writes how many will come, as far as is known
    GatheringWriter(AddressSpace memory, long writes) {
        this.memory = memory;
        this.batch = writes < WORTH_GATHERING
                ? Optional.empty()
                : Optional.of(new WriteBatch((int) Math.min(writes, GATHERED_AT_MOST)));
    }

    @Override
    public void write(long page, long content) {
        if (batch.isEmpty()) {
            memory.write(page, content);
            return;
        }
        WriteBatch gathered = batch.get();
        gathered.add(memory.checked(page), content);
        if (gathered.isFull()) {
            flush();
        }
    }

    /// A read is rare beside writes, and of pages that nothing else writes to: it needs no gathering.
    @Override
    public void read(long page, long content) {
        if (memory.content(page) != content) {
            memory.write(page, content);
        }
    }

    @Override
    public void flush() {
        batch.ifPresent(gathered -> {
            gathered.sort();
            memory.write(gathered);
            gathered.clear();
        });
    }
}
