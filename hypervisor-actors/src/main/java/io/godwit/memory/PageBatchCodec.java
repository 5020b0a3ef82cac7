package io.godwit.memory;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The form of a [PageBatch] on the page channel:
///
/// ```
/// batch  = varint pages, run*                      until the runs have that many pages
/// run    = varint gap, varint ((length << 1) | zero), content{length unless zero}
/// gap    = first page of the run - page after the run before (0 at first)
/// content= 8 bytes, big-endian;   varint = 7 bits a byte, lowest first, top bit: more to come
/// ```
///
/// Consecutive pages cost 8 bytes each, runs of zero pages next to nothing, scattered pages 10 to 16 bytes each. It
/// has no checksum and no length of its own: the channel's frame has both. Sets the buffer's order to big-endian.
public final class PageBatchCodec {

    /// What no page costs more than; a batch costs [#HEADER_BYTES] on top.
    public static final int MAX_BYTES_PER_PAGE = 16;

    /// What the count of pages costs at most.
    public static final int HEADER_BYTES = 3;

    private PageBatchCodec() {}

    /// Exactly what [#encode] will write.
    public static int encodedBytes(PageBatch batch) {
        int bytes = varintBytes(batch.size());
        long expected = 0;
        for (int start = 0; start < batch.size(); ) {
            int end = endOfRun(batch, start);
            bytes += varintBytes(batch.page(start) - expected) + varintBytes((end - start) * 2L);
            bytes += batch.content(start) == 0 ? 0 : (end - start) * Long.BYTES;
            expected = batch.page(end - 1) + 1;
            start = end;
        }
        return bytes;
    }

    public static void encode(PageBatch batch, ByteBuffer into) {
        into.order(ByteOrder.BIG_ENDIAN);
        putVarint(into, batch.size());
        long expected = 0;
        for (int start = 0; start < batch.size(); ) {
            int end = endOfRun(batch, start);
            int zero = batch.content(start) == 0 ? 1 : 0;
            putVarint(into, batch.page(start) - expected);
            putVarint(into, (end - start) * 2L | zero);
            if (zero == 0) {
                into.asLongBuffer().put(batch.contents(), start, end - start);
                into.position(into.position() + (end - start) * Long.BYTES);
            }
            expected = batch.page(end - 1) + 1;
            start = end;
        }
    }

    /// Reads one batch from the buffer's position, and leaves the position after it; anywhere, if it is malformed.
    public static DecodedBatch decode(ByteBuffer from) {
        from.order(ByteOrder.BIG_ENDIAN);
        try {
            long size = varint(from);
            if (size > PageBatch.MAX_PAGES) {
                return new MalformedBatch(size + " pages, more than " + PageBatch.MAX_PAGES);
            }
            return decodeRuns(from, new long[(int) size], new long[(int) size]);
        } catch (BufferUnderflowException _) {
            return new MalformedBatch("it ends too early");
        }
    }

    private static DecodedBatch decodeRuns(ByteBuffer from, long[] pages, long[] contents) {
        long page = 0;
        for (int start = 0; start < pages.length; ) {
            long gap = varint(from);
            long header = varint(from);
            long length = header >>> 1;
            if (length == 0 || length > pages.length - start) {
                return new MalformedBatch(
                        "a run of " + length + " pages where " + (pages.length - start) + " are left");
            }
            if (gap > AddressSpace.MAX_PAGES - page - length) {
                return new MalformedBatch("pages beyond the last page there can be");
            }
            page += gap;
            int end = start + (int) length;
            if ((header & 1) == 0) {
                from.asLongBuffer().get(contents, start, (int) length);
                from.position(from.position() + (int) length * Long.BYTES);
            } else {
                Arrays.fill(contents, start, end, 0);
            }
            while (start < end) {
                pages[start++] = page++;
            }
        }
        return new PageBatch(pages, contents);
    }

    /// A run has consecutive pages that are all zero or all not zero.
    private static int endOfRun(PageBatch batch, int start) {
        boolean zero = batch.content(start) == 0;
        int end = start + 1;
        while (end < batch.size() && batch.page(end) == batch.page(end - 1) + 1 && (batch.content(end) == 0) == zero) {
            end++;
        }
        return end;
    }

    private static int varintBytes(long value) {
        return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
    }

    private static void putVarint(ByteBuffer into, long value) {
        long rest = value;
        while (rest >= 0x80) {
            into.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        into.put((byte) rest);
    }

    /// Of a number with more than 63 bits the rest is left unread: it is beyond every limit.
    private static long varint(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            byte next = from.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        return Long.MAX_VALUE;
    }
}
