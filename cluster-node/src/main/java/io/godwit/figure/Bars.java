package io.godwit.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// Bars of parts, by category: beside each other, or stacked to a whole.
///
/// @param categories from top to bottom
/// @param parts of each category, in the order of the legend; a part may lack a category
/// @param stacked whether the parts add up to something
public record Bars(Caption caption, Measure value, List<String> categories, List<Part> parts, boolean stacked)
        implements Figure {

    public record Part(String name, List<Value> values) {

        public Part {
            values = List.copyOf(values);
        }

        OptionalDouble of(String category) {
            return values.stream()
                    .filter(it -> it.category().equals(category))
                    .mapToDouble(Value::amount)
                    .findFirst();
        }
    }

    /// @param amount zero or more
    public record Value(String category, double amount) {

        public Value {
            if (!(amount >= 0) || !Double.isFinite(amount)) {
                throw new IllegalArgumentException("a bar has a length, not " + amount + " at " + category);
            }
        }
    }

    public Bars {
        categories = List.copyOf(categories);
        parts = List.copyOf(parts);
        for (var part : parts) {
            for (var it : part.values()) {
                if (!categories.contains(it.category())) {
                    throw new IllegalArgumentException(part.name() + " has an unknown category " + it.category());
                }
            }
        }
    }

    /// Bars beside each other.
    public static Bars of(Caption caption, Measure value, List<String> categories, List<Part> parts) {
        return new Bars(caption, value, categories, parts, false);
    }

    /// Bars of which each part follows the one before.
    public static Bars stacked(Caption caption, Measure value, List<String> categories, List<Part> parts) {
        return new Bars(caption, value, categories, parts, true);
    }

    /// One bar a category.
    public static Bars single(Caption caption, Measure value, List<Value> values) {
        return of(
                caption, value, values.stream().map(Value::category).toList(), List.of(new Part(value.name(), values)));
    }

    @Override
    public Tidy tidy() {
        List<List<String>> rows = new ArrayList<>();
        for (var category : categories) {
            for (var part : parts) {
                part.of(category).ifPresent(it -> rows.add(List.of(category, part.name(), Numbers.exact(it))));
            }
        }
        return new Tidy(List.of("category", "part", value.head()), List.of(false, false, true), rows);
    }
}
