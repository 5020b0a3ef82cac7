package io.godwit.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.godwit.unit.Durations;
import io.godwit.unit.IllegalQuantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Reads settings of one kind from their files, strictly: what is unknown, missing or without a unit is refused.
public final class SettingsFile<T> {

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .addModule(Durations.jacksonModule())
            .addModule(EnumWords.jacksonModule())
            .build();

    private final Class<T> type;
    private final String kind;
    private final boolean inherits;
    private final SortedMap<String, JsonNode> since;

    private SettingsFile(Class<T> type, String kind, boolean inherits, SortedMap<String, JsonNode> since) {
        this.type = type;
        this.kind = kind;
        this.inherits = inherits;
        this.since = since;
    }

    /// @param type a record; its components are the keys, in kebab case
    /// @param kind what a file describes, for people
    public static <T> SettingsFile<T> of(Class<T> type, String kind) {
        return new SettingsFile<>(type, kind, false, new TreeMap<>());
    }

    /// The same, where a file may say `inherits: NAME` and leave out what `families/NAME.yaml` beside it says. See
    /// [Lineage] for what overrides what.
    public SettingsFile<T> inheriting() {
        return new SettingsFile<>(type, kind, true, since);
    }

    /// The same, where files may be older than a key.
    ///
    /// @param key with its parents' before it, as in `processors.features`
    /// @param unsaid what it is for them
    public SettingsFile<T> since(String key, Object unsaid) {
        SortedMap<String, JsonNode> more = new TreeMap<>(since);
        more.put(key, YAML.valueToTree(unsaid));
        return new SettingsFile<>(type, kind, inherits, more);
    }

    /// What became of reading a file.
    public sealed interface Outcome<T> {}

    public record Read<T>(T settings) implements Outcome<T> {}

    /// @param sentence names file, line and remedy, without a full stop
    public record Unusable<T>(String sentence) implements Outcome<T> {}

    /// Reads the file of the named make, `NAME.yaml` in the folder.
    public Outcome<T> named(Path folder, String name) {
        Path file = folder.resolve(name + ".yaml");
        return Files.isReadable(file)
                ? read(file)
                : new Unusable<>("there is no " + kind + " '" + name + "', as " + file + " can't be read: write one of "
                        + String.join(", ", names(folder)));
    }

    public Outcome<T> read(Path file) {
        try {
            return parse(file);
        } catch (IOException problem) {
            return new Unusable<>(file + " can't be read: check its name and rights");
        }
    }

    private Outcome<T> parse(Path file) throws IOException {
        Lineage lineage = new Lineage(YAML, file);
        try {
            JsonNode all = inherits ? lineage.merged() : YAML.readTree(file.toFile());
            boolean isWhole = !inherits;
            for (Map.Entry<String, JsonNode> key : since.entrySet()) {
                isWhole &= !fill(all, List.of(key.getKey().split("\\.")), key.getValue());
            }
            // what is read at once tells its lines
            return new Read<>(isWhole ? YAML.readValue(file.toFile(), type) : YAML.treeToValue(all, type));
        } catch (IllegalQuantity illegal) {
            return new Unusable<>(lineage.reading() + ": " + illegal.getMessage());
        } catch (JsonProcessingException problem) {
            return new Unusable<>(place(lineage, problem) + ": " + sentence(problem));
        }
    }

    /// @return whether the key was missing
    private static boolean fill(JsonNode all, List<String> path, JsonNode unsaid) {
        if (path.size() > 1) {
            return fill(all.path(path.getFirst()), path.subList(1, path.size()), unsaid);
        }
        if (!(all instanceof ObjectNode object) || object.has(path.getFirst())) {
            return false;
        }
        object.set(path.getFirst(), unsaid);
        return true;
    }

    private static String sentence(JsonProcessingException problem) {
        if (problem.getCause() instanceof IllegalQuantity illegal) {
            return at(problem) + illegal.getMessage();
        }
        if (problem instanceof UnrecognizedPropertyException unknown) {
            List<String> known = unknown.getKnownPropertyIds().stream()
                    .map(Object::toString)
                    .sorted()
                    .toList();
            return "unknown key '" + unknown.getPropertyName() + "': write one of " + String.join(", ", known);
        }
        if (problem.getOriginalMessage().startsWith("Missing creator property")) {
            return at(problem) + "this key is missing: write it as the other files beside it do";
        }
        String first = problem.getOriginalMessage().lines().findFirst().orElse("it is not readable YAML");
        return at(problem) + first + ": see the other files beside it for the form";
    }

    private static String at(JsonProcessingException problem) {
        if (!(problem instanceof JsonMappingException mapping)
                || mapping.getPath().isEmpty()) {
            return "";
        }
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path + ": ";
    }

    /// Jackson reports where it noticed, which is the end of the object; people look for the key, or else its parent.
    /// It notices a duplicate where that stands.
    private static String place(Lineage lineage, JsonProcessingException problem) throws IOException {
        JsonPointer key = JsonPointer.empty();
        if (problem instanceof JsonMappingException mapping) {
            for (JsonMappingException.Reference step : mapping.getPath()) {
                key = step.getFieldName() == null
                        ? key.appendIndex(step.getIndex())
                        : key.appendProperty(step.getFieldName());
            }
        }
        boolean hasValue = !problem.getOriginalMessage().startsWith("Duplicate field");
        while (hasValue && !key.matches()) {
            for (Path file : lineage.files()) {
                OptionalInt line = lineOf(file, key);
                if (line.isPresent()) {
                    return file + ":" + line.getAsInt();
                }
            }
            key = key.head();
        }
        Path file = lineage.reading();
        return problem.getLocation() == null || problem.getLocation().getLineNr() < 1
                ? file.toString()
                : file + ":" + problem.getLocation().getLineNr();
    }

    private static OptionalInt lineOf(Path file, JsonPointer key) throws IOException {
        try (JsonParser parser = YAML.createParser(file.toFile())) {
            while (parser.nextToken() != null) {
                if (parser.getParsingContext().pathAsPointer().equals(key)) {
                    return OptionalInt.of(parser.currentTokenLocation().getLineNr());
                }
            }
            return OptionalInt.empty();
        } catch (JsonProcessingException broken) {
            return OptionalInt.empty();
        }
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .sorted()
                    .toList();
        } catch (IOException missing) {
            return List.of("a file in an existing folder");
        }
    }
}
