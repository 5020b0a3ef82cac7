package io.godwit.bench;

import io.godwit.migration.channel.PageWords;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// Bytes from one process to another over loopback TCP, and nothing else: what the same bytes of pages are compared
/// with. The buffer is always the same one, so that it costs neither side memory. Its pages may be made for each piece
/// as those of guests are, which in a fleet stands for memory that is already there.
final class BareCopy {

    /// As large as the pieces in which pages' bytes are sent.
    private static final int PIECE = 128 << 10;

    private BareCopy() {}

    /// Takes connections one after the other, takes all bytes of each, and says that it has them.
    static void serve(ServerSocketChannel server) throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
        while (true) {
            try (SocketChannel connection = server.accept()) {
                connection.read(piece.clear().limit(Long.BYTES));
                long left = piece.flip().getLong();
                while (left > 0) {
                    int read = connection.read(piece.clear());
                    if (read < 0) {
                        throw new EOFException();
                    }
                    left -= read;
                }
                connection.write(piece.clear().limit(1));
            }
        }
    }

    /// What a piece holds.
    enum Piece {
        /// The same bytes again and again.
        SAME,
        /// Pages made for it.
        MADE
    }

    /// @return nanoseconds until the other side has all bytes
    static long send(int port, long bytes, Piece what) throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
        MemorySegment memory = MemorySegment.ofBuffer(piece);
        try (SocketChannel connection =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
            long startedNs = System.nanoTime();
            connection.write(piece.putLong(bytes).flip());
            for (long left = bytes; left > 0; ) {
                piece.clear().limit((int) Math.min(PIECE, left));
                if (what == Piece.MADE) {
                    make(memory, left);
                }
                while (piece.hasRemaining()) {
                    left -= connection.write(piece);
                }
            }
            connection.read(piece.clear().limit(1));
            return System.nanoTime() - startedNs;
        }
    }

    /// All its pages, each of other bytes than those before.
    private static void make(MemorySegment piece, long content) {
        for (long at = 0; at < PIECE; at += PageWords.PAGE_BYTES) {
            PageWords.make(content + at, piece.asSlice(at, PageWords.PAGE_BYTES));
        }
    }
}
