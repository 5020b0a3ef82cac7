package io.godwit.drill.file;

import io.godwit.drill.file.Value.Field;
import io.godwit.drill.file.Value.Fields;
import io.godwit.drill.file.Value.Items;
import io.godwit.drill.file.Value.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Multiplies a file by its matrix: one tree for each combination of the variables' values that is not excluded,
/// `$name` replaced.
final class Cells {

    /// A drill takes half a minute on JVMs: more cells are no night's work.
    private static final int MAX_CELLS = 1_000;

    private static final Pattern VARIABLE_NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9]*");
    private static final Pattern VARIABLE = Pattern.compile("\\$([a-zA-Z][a-zA-Z0-9]*)");

    private static final String EXCLUDE = "exclude";

    private final Map<String, List<String>> variables = new LinkedHashMap<>();
    private final List<Map<String, String>> excluded = new ArrayList<>();
    private final Set<String> used = new LinkedHashSet<>();
    private final Problems problems;

    private Cells(Problems problems) {
        this.problems = problems;
    }

    /// @param values of the variables, in the file's order
    record Cell(Map<String, String> values, Value root) {}

    /// At least one cell.
    static List<Cell> of(Value root, Problems problems) {
        return new Cells(problems).expand(root);
    }

    private List<Cell> expand(Value root) {
        var matrix = root instanceof Fields fields ? fields.field("matrix") : Optional.<Field>empty();
        matrix.ifPresent(field -> problems.check(() -> declare(new Item("matrix", field.value(), problems))));
        List<Map<String, String>> combinations = combinations();
        List<Cell> cells = combinations.stream()
                .map(values -> new Cell(values, replaced(root, values)))
                .toList();
        matrix.ifPresent(this::requireAllUsed);
        return cells;
    }

    private void declare(Item matrix) {
        for (Item.Named variable : matrix.named()) {
            if (variable.name().equals(EXCLUDE)) {
                continue; // when all variables are known
            }
            variable.requireName(VARIABLE_NAME, "use letters and digits, a letter first");
            List<String> values =
                    variable.item().list().stream().map(Item::text).toList();
            if (values.isEmpty() || new LinkedHashSet<>(values).size() < values.size()) {
                throw variable.refused("needs values, each once, like [source, target]");
            }
            variables.put(variable.name(), values);
        }
        long cells = variables.values().stream().mapToLong(List::size).reduce(1, Cells::capped);
        if (cells > MAX_CELLS) {
            throw matrix.refused("makes more than " + MAX_CELLS + " cells: split the drill");
        }
        matrix.named().stream()
                .filter(it -> it.name().equals(EXCLUDE))
                .forEach(it -> it.item().list().forEach(this::exclude));
        if (combinations().isEmpty()) {
            excluded.clear();
            throw matrix.refused("excludes every cell: remove some of exclude");
        }
    }

    /// What combinations of these values nobody wants, such as a phase that a mode does not have.
    private void exclude(Item item) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Item.Named variable : item.named()) {
            List<String> known = variables.get(variable.name());
            if (known == null) {
                throw variable.item().refused("is no variable of the matrix: it has " + variables.keySet());
            }
            values.put(variable.name(), variable.item().oneOf(known));
        }
        if (values.isEmpty()) {
            throw item.refused("names no values: write {mode: pre-copy, phase: postcopy} or so");
        }
        excluded.add(values);
    }

    private static long capped(long one, long other) {
        return Math.min(one * other, MAX_CELLS + 1L);
    }

    private List<Map<String, String>> combinations() {
        List<Map<String, String>> combinations = List.of(Map.of());
        for (var variable : variables.entrySet()) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> combination : combinations) {
                for (String value : variable.getValue()) {
                    Map<String, String> extended = new LinkedHashMap<>(combination);
                    extended.put(variable.getKey(), value);
                    longer.add(extended);
                }
            }
            combinations = longer;
        }
        return combinations.stream()
                .filter(it ->
                        excluded.stream().noneMatch(values -> it.entrySet().containsAll(values.entrySet())))
                .toList();
    }

    private Value replaced(Value value, Map<String, String> values) {
        return switch (value) {
            case Text text -> replaced(text, values);
            case Items(var where, var items) ->
                new Items(
                        where,
                        items.stream().map(item -> replaced(item, values)).toList());
            case Fields(var where, var fields) ->
                new Fields(
                        where,
                        fields.stream().map(field -> replaced(field, values)).toList());
        };
    }

    private Field replaced(Field field, Map<String, String> values) {
        return field.name().equals("matrix")
                ? field
                : new Field(field.where(), field.name(), replaced(field.value(), values));
    }

    private Text replaced(Text text, Map<String, String> values) {
        var matcher = VARIABLE.matcher(text.text());
        var result = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            used.add(name);
            if (!values.containsKey(name)) {
                problems.add(new Problem(
                        text.where(),
                        "",
                        "unknown variable '$" + name + "': declare it as matrix: {" + name + ": [...]}"));
            }
            matcher.appendReplacement(result, Matcher.quoteReplacement(values.getOrDefault(name, "")));
        }
        return new Text(text.where(), matcher.appendTail(result).toString());
    }

    private void requireAllUsed(Field matrix) {
        for (String name : variables.keySet()) {
            if (!used.contains(name)) {
                problems.add(new Problem(
                        matrix.where(), "matrix." + name, "is never used: write $" + name + " somewhere or remove it"));
            }
        }
    }
}
