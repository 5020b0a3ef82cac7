package io.godwit.drill.file;

import java.util.List;
import java.util.Optional;

/// A YAML value that knows where it was written. Scalars are kept as their text.
sealed interface Value {

    Where where();

    record Text(Where where, String text) implements Value {}

    record Items(Where where, List<Value> values) implements Value {

        public Items {
            values = List.copyOf(values);
        }
    }

    /// A map; its keys are unique.
    record Fields(Where where, List<Field> fields) implements Value {

        public Fields {
            fields = List.copyOf(fields);
        }

        Optional<Field> field(String name) {
            return fields.stream().filter(field -> field.name().equals(name)).findFirst();
        }

        List<String> names() {
            return fields.stream().map(Field::name).toList();
        }
    }

    /// @param where of the key
    record Field(Where where, String name, Value value) {}

    /// What it is, in a sentence: `'abc'`, `a list`, `a map`.
    default String inWords() {
        return switch (this) {
            case Text(var _, var text) -> text.isEmpty() ? "empty" : "'" + text + "'";
            case Items _ -> "a list";
            case Fields _ -> "a map";
        };
    }
}
