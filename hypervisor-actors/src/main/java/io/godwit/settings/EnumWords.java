package io.godwit.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.Words;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/// Lets Jackson read constants of enums as people write them, as values and as keys: `NESTED_PAGING` is
/// `nested-paging`.
final class EnumWords {

    private EnumWords() {}

    static Module jacksonModule() {
        return new SimpleModule("godwit-words").setDeserializerModifier(new Modifier());
    }

    private static Object constant(JavaType type, String word) {
        List<?> all = Arrays.asList(type.getRawClass().getEnumConstants());
        return all.stream()
                .filter(constant ->
                        word(constant).equals(word) || constant.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalQuantity("'" + word + "' is unknown: write one of "
                        + String.join(", ", all.stream().map(EnumWords::word).toList())));
    }

    private static String word(Object constant) {
        return Words.of((Enum<?>) constant);
    }

    private static final class Modifier extends BeanDeserializerModifier {

        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyEnumDeserializer(
                DeserializationConfig config, JavaType type, BeanDescription bean, JsonDeserializer<?> usual) {
            return new Value(type);
        }

        @Override
        public KeyDeserializer modifyKeyDeserializer(
                DeserializationConfig config, JavaType type, KeyDeserializer usual) {
            return type.isEnumType() ? new Key(type) : usual;
        }
    }

    private static final class Value extends JsonDeserializer<Object> {

        private final JavaType type;

        Value(JavaType type) {
            this.type = type;
        }

        @Override
        public Object deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return constant(type, json.getText());
        }
    }

    private static final class Key extends KeyDeserializer {

        private final JavaType type;

        Key(JavaType type) {
            this.type = type;
        }

        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            return constant(type, key);
        }
    }
}
