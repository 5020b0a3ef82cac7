package io.godwit.migration.channel;

import io.godwit.memory.PageBatch;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The real bytes of pages, behind the frame that says what each of them holds:
///
/// ```
/// bytes = piece*             one for each 32 pages of the batch that are not zero, and one for the rest
/// piece = int CRC32C of what follows, 4096 bytes for each page
/// ```
///
/// What they are, [PageWords] says. The memory of this is one piece, whatever the batch. Mutable, confined to the
/// thread of a connection.
final class PageBytes {

    static final int PAGE_BYTES = PageWords.PAGE_BYTES;

    /// 128 KiB: beside these a system call costs little, and they stay in a core's own cache.
    static final int PIECE_PAGES = 32;

    /// A piece begins in the middle of a word, so that its pages' words do where the processor likes them to.
    private static final int CHECKSUM_AT = Long.BYTES - Integer.BYTES;

    private final MemorySegment memory =
            Arena.ofAuto().allocate(Long.BYTES + (long) PIECE_PAGES * PAGE_BYTES, Long.BYTES);
    private final ByteBuffer piece = memory.asByteBuffer();
    private final long[] held = new long[PIECE_PAGES];
    private final PageWords words = new PageWords();
    private final CRC32C crc = new CRC32C();
    private int count;

    /// Empty: pages travel without.
    static Optional<PageBytes> of(PageForm form) {
        return form == PageForm.BYTES ? Optional.of(new PageBytes()) : Optional.empty();
    }

    /// Writes the bytes of all pages of the batch.
    void write(PageBatch batch, WritableByteChannel to) throws IOException {
        for (int i = 0; i < batch.size(); i++) {
            if (take(batch.content(i))) {
                writePiece(to);
            }
        }
        if (count > 0) {
            writePiece(to);
        }
    }

    /// Reads what was written of the batch.
    ///
    /// @return whether all bytes are what these pages hold; if not, the channel may be anywhere
    /// @throws EOFException if it ends too early
    boolean read(PageBatch batch, ReadableByteChannel from) throws IOException {
        for (int i = 0; i < batch.size(); i++) {
            if (take(batch.content(i)) && !readPiece(from)) {
                return false;
            }
        }
        return count == 0 || readPiece(from);
    }

    /// @return whether the piece is full
    private boolean take(long content) {
        if (content != 0) {
            held[count++] = content;
        }
        return count == PIECE_PAGES;
    }

    private void writePiece(WritableByteChannel to) throws IOException {
        crc.reset();
        for (int page = 0; page < count; page++) {
            PageWords.make(held[page], pageAt(page));
            check(page);
        }
        open().putInt(CHECKSUM_AT, (int) crc.getValue());
        while (piece.hasRemaining()) {
            to.write(piece);
        }
        count = 0;
    }

    private boolean readPiece(ReadableByteChannel from) throws IOException {
        open();
        while (piece.hasRemaining()) {
            if (from.read(piece) < 0) {
                throw new EOFException();
            }
        }
        crc.reset();
        boolean right = true;
        for (int page = 0; right && page < count; page++) {
            check(page);
            right = words.areMadeOf(held[page], pageAt(page));
        }
        count = 0;
        return right && piece.getInt(CHECKSUM_AT) == (int) crc.getValue();
    }

    /// The whole piece, checksum included.
    private ByteBuffer open() {
        return piece.clear().position(CHECKSUM_AT).limit(Long.BYTES + count * PAGE_BYTES);
    }

    /// Page by page, while it is in the core's first cache.
    private void check(int page) {
        int at = Long.BYTES + page * PAGE_BYTES;
        crc.update(piece.clear().position(at).limit(at + PAGE_BYTES));
    }

    private MemorySegment pageAt(int page) {
        return memory.asSlice(Long.BYTES + (long) page * PAGE_BYTES, PAGE_BYTES);
    }
}
