package io.godwit.door;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a call is answered with.
///
/// @param status of HTTP
/// @param body of records, lists and maps; absent values are left out
record Reply(int status, Object body) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .defaultPropertyInclusion(
                    com.fasterxml.jackson.annotation.JsonInclude.Value.construct(Include.NON_ABSENT, Include.ALWAYS))
            .build();

    static Reply ok(String key, Object value) {
        return new Reply(200, Map.of(key, value));
    }

    static Reply refused(int status, String why) {
        return new Reply(status, Map.of("error", why));
    }

    /// A map that is written in the order in which it is filled.
    static Map<String, Object> object(String key, Object value) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(key, value);
        return object;
    }

    byte[] json() {
        return bytes(body);
    }

    static byte[] bytes(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("can't write " + body, bug);
        }
    }
}
