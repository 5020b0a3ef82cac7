package io.godwit.chronicle;

import io.godwit.history.Entry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A node's history on disk, as its readers see it. It may be written meanwhile: a line that has no end yet is not
/// there.
public record HistoryFolder(Path path) {

    /// What one read takes at most; far longer than any line, and below what a link passes.
    static final int MAX_PIECE_BYTES = 128 << 10;

    /// All that is there now, of all lives, in order.
    ///
    /// @throws IOException if a file can't be read
    public List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        Piece piece = read(Position.START);
        while (piece.isNews()) {
            entries.addAll(EntryLine.read(piece.lines()));
            piece = read(piece.next());
        }
        return entries;
    }

    Piece read(Position from) throws IOException {
        // In this order, as a life writes no more once there is a next one.
        boolean ended = Files.exists(file(from.life() + 1));
        byte[] lines = lines(from);
        if (lines.length > 0) {
            return new Piece(from, lines, new Position(from.life(), from.offset() + lines.length));
        }
        return new Piece(from, lines, ended ? new Position(from.life() + 1, 0) : from);
    }

    /// Behind the last whole line that is there now.
    Position end() throws IOException {
        int life = Math.max(0, nextLife() - 1);
        long nearEnd = Math.max(0, file(life).toFile().length() - MAX_PIECE_BYTES);
        return new Position(life, nearEnd + lines(new Position(life, nearEnd)).length);
    }

    /// The first life that has no file yet.
    int nextLife() {
        int life = 0;
        while (Files.exists(file(life))) {
            life++;
        }
        return life;
    }

    Path file(int life) {
        return path.resolve("history-" + life + ".jsonl");
    }

    private byte[] lines(Position from) throws IOException {
        if (!Files.exists(file(from.life()))) {
            return new byte[0];
        }
        try (RandomAccessFile file = new RandomAccessFile(file(from.life()).toFile(), "r")) {
            file.seek(from.offset());
            byte[] read = new byte[Math.clamp(file.length() - from.offset(), 0, MAX_PIECE_BYTES)];
            file.readFully(read);
            int end = read.length;
            while (end > 0 && read[end - 1] != '\n') {
                end--;
            }
            return Arrays.copyOf(read, end);
        }
    }
}
