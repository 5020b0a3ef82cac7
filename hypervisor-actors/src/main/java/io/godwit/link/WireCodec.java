package io.godwit.link;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The form of messages in bytes: CBOR, on JVMs and in simulations alike.
///
/// Messages are records of sealed families, made of records, enums, sealed interfaces of those, numbers, text, arrays,
/// lists, maps, `Optional` and `Duration`, with no annotation needed. Reading is strict: a component too many, missing
/// or null is refused.
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
        CBORMapper mapper = CBORMapper.builder()
                .annotationIntrospector(new SealedTypes(families))
                .addModule(new Jdk8Module())
                .addModule(durations())
                .visibility(PropertyAccessor.GETTER, Visibility.NONE)
                .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                .visibility(PropertyAccessor.FIELD, Visibility.ANY)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
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

    private static SimpleModule durations() {
        return new SimpleModule("durations")
                .addSerializer(Duration.class, new WriteNanos())
                .addDeserializer(Duration.class, new ReadNanos());
    }

    private static final class WriteNanos extends JsonSerializer<Duration> {

        @Override
        public void serialize(Duration value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeNumber(value.toNanos());
        }
    }

    private static final class ReadNanos extends JsonDeserializer<Duration> {

        @Override
        public Duration deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return Duration.ofNanos(in.getLongValue());
        }
    }
}
