package io.godwit.door;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.godwit.unit.Excerpt;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.Words;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// The JSON object of a request, read strictly: what is unknown, missing or of another kind is refused with a sentence.
final class Form {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    /// What Jackson says may quote the body at length.
    private static final int MAX_REASON = 160;

    private final String path;
    private final JsonNode object;
    private final SortedSet<String> known = new TreeSet<>();

    private Form(String path, JsonNode object) {
        this.path = path;
        this.object = object;
    }

    /// @throws Malformed if the bytes are no JSON object; nothing at all is an empty one
    static Form read(byte[] body) {
        if (body.length == 0) {
            return new Form("", JsonNodeFactory.instance.objectNode());
        }
        try {
            JsonNode node = JSON.readTree(body);
            if (!node.isObject()) {
                throw new Malformed("the body is no JSON object: write {\"key\": value}");
            }
            return new Form("", node);
        } catch (JsonProcessingException garbled) {
            throw new Malformed("the body is no JSON: " + Excerpt.of(garbled.getOriginalMessage(), MAX_REASON));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Optional<String> text(String key) {
        return value(key).map(node -> {
            if (!node.isTextual()) {
                throw new Malformed(name(key) + " is no text: write it in quotes");
            }
            return node.textValue();
        });
    }

    /// Whether a text is given, where something else may be, too.
    boolean isText(String key) {
        return value(key).filter(JsonNode::isTextual).isPresent();
    }

    /// A text that another type reads, such as a size or a duration.
    <T> Optional<T> quantity(String key, Function<String, T> parse) {
        return text(key).map(text -> {
            try {
                return parse.apply(text);
            } catch (IllegalQuantity illegal) {
                throw new Malformed(name(key) + ": " + illegal.getMessage());
            }
        });
    }

    Optional<Integer> whole(String key, int min, int max) {
        return value(key).map(node -> {
            if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < min || node.intValue() > max) {
                throw new Malformed(name(key) + " is " + Excerpt.of(node.toString()) + ": write a whole number from "
                        + min + " to " + max);
            }
            return node.intValue();
        });
    }

    /// Whether it says `true`; what is left out is false.
    boolean flag(String key) {
        return value(key)
                .map(node -> {
                    if (!node.isBoolean()) {
                        throw new Malformed(name(key) + " is " + node + ": write true or false");
                    }
                    return node.booleanValue();
                })
                .orElse(false);
    }

    /// Whole numbers in a list, each once.
    ///
    /// @param otherwise the one word that may stand in place of a list; empty then
    Optional<SortedSet<Integer>> numbers(String key, String otherwise) {
        JsonNode node = require(key, value(key), "\"" + key + "\": [2, 3], or \"" + otherwise + "\"");
        if (node.isTextual() && node.textValue().equals(otherwise)) {
            return Optional.empty();
        }
        SortedSet<Integer> numbers = new TreeSet<>();
        node.forEach(each -> numbers.add(each.isIntegralNumber() && each.canConvertToInt() ? each.intValue() : -1));
        if (!node.isArray() || numbers.isEmpty() || numbers.first() < 0) {
            throw new Malformed(
                    name(key) + " is " + node + ": write numbers from 0 in brackets, or \"" + otherwise + "\"");
        }
        return Optional.of(numbers);
    }

    <E extends Enum<E>> Optional<E> word(String key, Class<E> words) {
        return text(key).map(text -> constant(key, text, words));
    }

    /// Empty where the key is not given.
    <E extends Enum<E>> Optional<List<E>> words(String key, Class<E> words) {
        return value(key).map(given -> texts(key).stream()
                .map(text -> constant(key, text, words))
                .toList());
    }

    private <E extends Enum<E>> E constant(String key, String text, Class<E> words) {
        List<E> all = Arrays.asList(words.getEnumConstants());
        return all.stream()
                .filter(each -> Words.of(each).equals(text))
                .findFirst()
                .orElseThrow(() -> new Malformed(name(key) + " is '" + Excerpt.of(text) + "': write one of "
                        + String.join(", ", all.stream().map(Words::of).toList())));
    }

    List<String> texts(String key) {
        return value(key)
                .map(node -> {
                    if (!node.isArray() || !node.valueStream().allMatch(JsonNode::isTextual)) {
                        throw new Malformed(name(key) + " is no list of texts: write [\"a\", \"b\"]");
                    }
                    return node.valueStream().map(JsonNode::textValue).toList();
                })
                .orElse(List.of());
    }

    Optional<Form> form(String key) {
        return value(key).map(node -> {
            if (!node.isObject()) {
                throw new Malformed(name(key) + " is no object: write {\"key\": value}");
            }
            return new Form(path + key + ".", node);
        });
    }

    /// An object whose keys the caller knows, and whose values are texts.
    SortedMap<String, String> map() {
        SortedMap<String, String> all = new TreeMap<>();
        object.fieldNames().forEachRemaining(key -> all.put(key, text(key).orElseThrow()));
        return all;
    }

    <T> T require(String key, Optional<T> value, String example) {
        return value.orElseThrow(() -> new Malformed(name(key) + " is missing: write " + example));
    }

    /// To be called when all keys have been asked for.
    ///
    /// @throws Malformed if there are others
    void close() {
        Iterator<String> keys = object.fieldNames();
        while (keys.hasNext()) {
            String key = keys.next();
            if (!known.contains(key)) {
                throw new Malformed("unknown key '" + path + Excerpt.of(key) + "': "
                        + (known.isEmpty() ? "this takes none" : "write one of " + String.join(", ", known)));
            }
        }
    }

    private Optional<JsonNode> value(String key) {
        known.add(key);
        return Optional.ofNullable(object.get(key));
    }

    private String name(String key) {
        return "'" + path + key + "'";
    }
}
