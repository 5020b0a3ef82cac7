package io.godwit.vm;

import io.godwit.guest.MemoryDirtier;
import io.godwit.guest.PageSink;
import io.godwit.memory.PageStore;
import io.godwit.memory.PageWriter;

/// The writes and reads of a guest between two settlements, by their numbers: the first that it made, and the first
/// that it didn't.
record Accesses(MemoryDirtier dirtier, long fromWrite, long toWrite, long fromRead, long toRead) implements PageWrites {

    boolean isNone() {
        return fromWrite == toWrite && fromRead == toRead;
    }

    @Override
    public void applyTo(PageStore memory) {
        PageWriter writer = memory.writer(toWrite - fromWrite + toRead - fromRead);
        dirtier.apply(fromWrite, toWrite, writer::write);
        dirtier.read(fromRead, toRead, new Reads(writer));
        writer.flush();
    }

    private record Reads(PageWriter writer) implements PageSink {

        @Override
        public void write(long page, long content) {
            writer.write(page, content);
        }

        @Override
        public void read(long page, long content) {
            writer.read(page, content);
        }
    }
}
