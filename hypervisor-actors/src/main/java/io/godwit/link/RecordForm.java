package io.godwit.link;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// How our records look outside the JVM, whatever carries them: messages in CBOR, histories and setups in JSON.
///
/// Records are made of records, enums, sealed interfaces of those, numbers, text, arrays, lists, maps, `Optional` and
/// `Duration`, with no annotation needed. A value of a sealed interface is written as `["Family.Member", value]`.
/// Reading is strict: a component too many, missing or null is refused.
public final class RecordForm {

    private RecordForm() {}

    /// A mapper for records and sealed interfaces of ours.
    public static <M extends ObjectMapper, B extends MapperBuilder<M, B>> M mapper(B builder) {
        return mapper(builder, List.of());
    }

    /// @param families whose members a value declared as `WireMessage` may be
    static <M extends ObjectMapper, B extends MapperBuilder<M, B>> M mapper(
            B builder, List<Class<? extends WireMessage>> families) {
        return builder.annotationIntrospector(new SealedTypes(families))
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
