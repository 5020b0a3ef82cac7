package io.godwit.drill.file;

import io.godwit.drill.file.Value.Field;
import io.godwit.drill.file.Value.Fields;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A map with known keys.
final class Section {

    private final Item self;
    private final Fields fields;
    private final Problems problems;

    Section(Item self, Fields fields, Problems problems) {
        this.self = self;
        this.fields = fields;
        this.problems = problems;
    }

    /// Tells of every key that is none of these.
    void allow(List<String> keys) {
        for (Field field : fields.fields()) {
            if (!keys.contains(field.name())) {
                problems.add(new Problem(
                        field.where(),
                        self.path(),
                        "unknown key '" + field.name() + "': " + Nearest.remedy(field.name(), keys)));
            }
        }
    }

    Optional<Item> get(String key) {
        return fields.field(key).map(field -> item(key, field.value()));
    }

    /// @param example what to write, such as `memory: 1GiB`
    Item require(String key, String example) {
        return get(key).orElseThrow(() -> self.refused("'" + key + "' is missing: add " + example));
    }

    <T> T get(String key, Function<Item, T> reading, T otherwise) {
        return get(key).map(reading).orElse(otherwise);
    }

    /// As [#get(String)], with the place of the key instead of its value's.
    Refused refusedAt(String key, String sentence) {
        return fields.field(key)
                .map(field -> new Refused(new Problem(field.where(), path(key), sentence)))
                .orElseGet(() -> self.refused(sentence));
    }

    Refused refused(String sentence) {
        return self.refused(sentence);
    }

    String path() {
        return self.path();
    }

    private Item item(String key, Value value) {
        return new Item(path(key), value, problems);
    }

    private String path(String key) {
        return self.path().isEmpty() ? key : self.path() + "." + key;
    }
}
