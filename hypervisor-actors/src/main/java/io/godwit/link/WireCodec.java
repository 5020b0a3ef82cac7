package io.godwit.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The form of messages in bytes: CBOR, on JVMs and in simulations alike.
///
/// Messages are records of sealed families, written and read as [RecordForm] does, strictly.
public final class WireCodec {

    /// What bytes turned out to be.
    public sealed interface Reading permits Decoded, Malformed {}

    public record Decoded(WireMessage message) implements Reading {}

    /// The bytes are no message of the families that this codec knows.
    public record Malformed(String why) implements Reading {}

    private final ObjectWriter writer;
    private final ObjectReader reader;
    private final Set<Class<?>> known = new LinkedHashSet<>();

    /// @param families sealed interfaces of messages
    /// @throws IllegalArgumentException if a family isn't sealed over records, or two messages have the same name
    public WireCodec(List<Class<? extends WireMessage>> families) {
        Set<String> names = new LinkedHashSet<>();
        for (Class<? extends WireMessage> family : families) {
            for (Class<?> member : SealedTypes.members(family)) {
                known.add(member);
                if (!names.add(SealedTypes.name(member))) {
                    throw new IllegalArgumentException("two messages are named " + SealedTypes.name(member));
                }
            }
        }
        CBORMapper mapper = RecordForm.mapper(CBORMapper.builder(), families);
        this.writer = mapper.writerFor(WireMessage.class);
        this.reader = mapper.readerFor(WireMessage.class);
    }

    /// @throws IllegalArgumentException if the message is of no family of this codec, or can't be written
    public byte[] encode(WireMessage message) {
        if (!known.contains(message.getClass())) {
            throw new IllegalArgumentException(message.getClass().getName() + " is of no family of this codec");
        }
        try {
            return writer.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("can't write " + message + ": " + e.getOriginalMessage(), e);
        }
    }

    public Reading decode(byte[] bytes) {
        try {
            WireMessage message = reader.readValue(bytes);
            return message == null ? new Malformed("no message at all") : new Decoded(message);
        } catch (JsonProcessingException e) {
            return new Malformed(e.getOriginalMessage());
        } catch (IOException | RuntimeException e) {
            // On garbage, Jackson also throws a NullPointerException here and there (a type name without text).
            return new Malformed(e.toString());
        }
    }
}
