package io.godwit.chronicle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.godwit.history.Entry;
import io.godwit.link.RecordForm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/// An entry as a line of JSON, which people, `jq` and we can read.
public final class EntryLine {

    private static final JsonMapper MAPPER = RecordForm.mapper(JsonMapper.builder());
    private static final ObjectWriter WRITER = MAPPER.writerFor(Entry.class);
    private static final ObjectReader READER = MAPPER.readerFor(Entry.class);

    private EntryLine() {}

    /// The line with its end.
    static byte[] write(Entry entry) {
        try {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            line.writeBytes(WRITER.writeValueAsBytes(entry));
            line.write('\n');
            return line.toByteArray();
        } catch (JsonProcessingException bug) {
            throw new IllegalArgumentException("can't write " + entry, bug);
        }
    }

    /// The line without its end, for people and programs.
    public static String text(Entry entry) {
        try {
            return WRITER.writeValueAsString(entry);
        } catch (JsonProcessingException bug) {
            throw new IllegalArgumentException("can't write " + entry, bug);
        }
    }

    /// Reads one line, without its end.
    ///
    /// @throws UncheckedIOException if it is no entry
    public static Entry read(byte[] lines, int from, int to) {
        try {
            return READER.readValue(lines, from, to - from);
        } catch (IOException garbled) {
            throw new UncheckedIOException("a history with a line that is no entry", garbled);
        }
    }

    /// Reads whole lines.
    ///
    /// @throws UncheckedIOException if one of them is no entry
    public static List<Entry> read(byte[] lines) {
        List<Entry> entries = new ArrayList<>();
        int start = 0;
        for (int end = 0; end < lines.length; end++) {
            if (lines[end] == '\n') {
                entries.add(read(lines, start, end));
                start = end + 1;
            }
        }
        return entries;
    }
}
