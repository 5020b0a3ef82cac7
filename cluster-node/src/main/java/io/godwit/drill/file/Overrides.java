package io.godwit.drill.file;

import io.godwit.drill.file.Value.Field;
import io.godwit.drill.file.Value.Fields;
import io.godwit.drill.file.Value.Items;
import io.godwit.drill.file.Value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts other values into a drill file's tree. A path may name a key that the file leaves out, but never invents a VM
/// group, site, rack, step, variable or trace folder; whether the key exists, the sections tell afterwards.
final class Overrides {

    private final Problems problems;

    Overrides(Problems problems) {
        this.problems = problems;
    }

    Value apply(Value root, Arguments arguments) {
        Value changed = root;
        for (String set : arguments.sets()) {
            changed = attempt(changed, "--set " + set, set);
        }
        if (arguments.seed().isPresent()) {
            long seed = arguments.seed().getAsLong();
            changed = attempt(changed, "--seed " + seed, "run.seed=" + seed);
        }
        return changed;
    }

    private Value attempt(Value root, String source, String set) {
        return problems.attempt(() -> apply(root, source, set)).orElse(root);
    }

    private Value apply(Value root, String source, String set) {
        var where = new Where(source, 0);
        int equals = set.indexOf('=');
        if (equals < 1) {
            throw refused(where, "is no key=value: write one like vms.web.count=5");
        }
        if (set.substring(equals + 1).isBlank()) {
            throw refused(where, "gives no value: write one like vms.web.count=5");
        }
        Value value = new YamlText(_ -> where, problems).read(set.substring(equals + 1));
        List<String> path = List.of(set.substring(0, equals).strip().split("\\.", -1));
        return new Change(where, path, value).in(root, 0);
    }

    private static Refused refused(Where where, String sentence) {
        return new Refused(new Problem(where, "", sentence));
    }

    private record Change(Where where, List<String> path, Value replacement) {

        Value in(Value old, int depth) {
            if (depth == path.size()) {
                return replacement;
            }
            return switch (old) {
                case Fields fields -> inFields(fields, depth);
                case Items items -> inItems(items, depth);
                case Text _ -> throw refused(where, before(depth) + " has nothing inside: shorten the path");
            };
        }

        private Fields inFields(Fields old, int depth) {
            String name = path.get(depth);
            List<Field> fields = new ArrayList<>(old.fields());
            for (int i = 0; i < fields.size(); i++) {
                if (fields.get(i).name().equals(name)) {
                    fields.set(i, new Field(where, name, in(fields.get(i).value(), depth + 1)));
                    return new Fields(old.where(), fields);
                }
            }
            if (isOfNames(depth)) {
                throw unknown(name, depth, old.names());
            }
            fields.add(new Field(where, name, in(new Fields(where, List.of()), depth + 1)));
            return new Fields(old.where(), fields);
        }

        private Items inItems(Items old, int depth) {
            String id = path.get(depth);
            List<Value> values = new ArrayList<>(old.values());
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                Optional<String> known = id(values.get(i));
                known.ifPresent(ids::add);
                if (known.equals(Optional.of(id))) {
                    values.set(i, in(values.get(i), depth + 1));
                    return new Items(old.where(), values);
                }
            }
            throw unknown(id, depth, ids);
        }

        private static Optional<String> id(Value value) {
            return value instanceof Fields fields
                    ? fields.field("id")
                            .flatMap(field -> field.value() instanceof Text(var _, var text)
                                    ? Optional.of(text)
                                    : Optional.empty())
                    : Optional.empty();
        }

        /// Whether the map at this depth has names that the file's author chose.
        private boolean isOfNames(int depth) {
            return switch (String.join(".", path.subList(0, depth))) {
                case "vms", "matrix", "traces", "topology.sites" -> true;
                default ->
                    depth == 4 && path.get(3).equals("racks") && path.get(1).equals("sites");
            };
        }

        private Refused unknown(String name, int depth, List<String> known) {
            return refused(where, before(depth) + " has no '" + name + "': " + Nearest.remedy(name, known));
        }

        private String before(int depth) {
            return depth == 0 ? "the drill" : String.join(".", path.subList(0, depth));
        }
    }
}
