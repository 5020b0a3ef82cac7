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
    private final Optional<PageFaults> faults;
    private final Optional<WriteBatch> batch;

    /// @param accesses how many will come, as far as is known
    GatheringWriter(AddressSpace memory, long accesses, Optional<PageFaults> faults) {
        this.memory = memory;
        this.faults = faults;
        this.batch = accesses < WORTH_GATHERING
                ? Optional.empty()
                : Optional.of(new WriteBatch((int) Math.min(accesses, GATHERED_AT_MOST)));
    }

    @Override
    public void write(long page, long content) {
        if (batch.isEmpty()) {
            writeNow(page, content);
            return;
        }
        WriteBatch gathered = batch.get();
        gathered.add(memory.checked(page), content);
        if (gathered.isFull()) {
            apply(gathered);
        }
    }

    /// A read is rare beside writes, and of pages that nothing else writes to: it needs no gathering.
    @Override
    public void read(long page, long content) {
        boolean isThere = memory.content(page) == content;
        boolean goesOn = faults.isEmpty() || faults.get().touch(page, !isThere);
        if (goesOn && !isThere) {
            memory.write(page, content);
        }
    }

    @Override
    public void flush() {
        batch.ifPresent(this::apply);
        faults.ifPresent(PageFaults::settled);
    }

    private void apply(WriteBatch gathered) {
        gathered.sort();
        if (faults.isEmpty() || faults.get().isRoomyFor(gathered.size())) {
            faults.ifPresent(it -> touchAll(gathered, it));
            memory.write(gathered);
        } else {
            for (int i = 0; i < gathered.size(); i++) {
                writeNow(gathered.pages[i], gathered.contents[i]);
            }
        }
        gathered.clear();
    }

    private static void touchAll(WriteBatch gathered, PageFaults faults) {
        for (int i = 0; i < gathered.size(); i++) {
            faults.touch(gathered.pages[i], true);
        }
    }

    private void writeNow(long page, long content) {
        if (faults.isEmpty() || faults.get().touch(memory.checked(page), true)) {
            memory.write(page, content);
        }
    }
}
