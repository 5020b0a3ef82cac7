package io.godwit.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.godwit.unit.IllegalQuantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A settings file with the family files that it inherits from.
///
/// A file's own words go before those of its family. Maps are merged key by key; a map with a `source` is replaced
/// whole, so that no value ever stands beside another one's source, and so is a list.
final class Lineage {

    private static final String INHERITS = "inherits";
    private static final String SOURCE = "source";
    private static final String FAMILIES = "families";

    /// More are a circle, or nobody can follow them.
    private static final int MAX_GENERATIONS = 4;

    private final ObjectMapper yaml;
    private final List<Path> files = new ArrayList<>();

    Lineage(ObjectMapper yaml, Path file) {
        this.yaml = yaml;
        files.add(file);
    }

    /// The files read so far, the youngest first.
    List<Path> files() {
        return List.copyOf(files);
    }

    /// The file that was read last: where a fault of form is.
    Path reading() {
        return files.getLast();
    }

    JsonNode merged() throws IOException {
        Path folder = files.getFirst().toAbsolutePath().resolveSibling(FAMILIES);
        JsonNode all = yaml.readTree(reading().toFile());
        JsonNode parent = all.path(INHERITS);
        while (!parent.isMissingNode()) {
            Path file = folder.resolve(parent.asText() + ".yaml");
            if (!Files.isReadable(file)) {
                throw new IllegalQuantity("there is no family '" + parent.asText() + "', as " + file
                        + " can't be read: write the name of a file there");
            }
            if (files.size() == MAX_GENERATIONS) {
                throw new IllegalQuantity("more than " + MAX_GENERATIONS
                        + " files inherit from each other: inherit from" + " fewer, and from none twice");
            }
            files.add(file);
            JsonNode family = yaml.readTree(file.toFile());
            parent = family.path(INHERITS);
            merge(all, family);
        }
        if (all instanceof ObjectNode object) {
            object.remove(INHERITS);
        }
        return all;
    }

    private static void merge(JsonNode own, JsonNode family) {
        if (!(own instanceof ObjectNode mine)) {
            return;
        }
        family.properties().forEach(theirs -> {
            JsonNode value = mine.get(theirs.getKey());
            if (value == null) {
                mine.set(theirs.getKey(), theirs.getValue());
            } else if (!value.has(SOURCE)) {
                merge(value, theirs.getValue());
            }
        });
    }
}
