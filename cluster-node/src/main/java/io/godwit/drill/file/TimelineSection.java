package io.godwit.drill.file;

import io.godwit.drill.Step;
import io.godwit.unit.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads `timeline`: steps with their triggers.
final class TimelineSection {

    private final Triggers triggers;
    private final Actions actions;
    private final Problems problems;

    TimelineSection(Triggers triggers, Actions actions, Problems problems) {
        this.triggers = triggers;
        this.actions = actions;
        this.problems = problems;
    }

    /// A step and the place where it was written.
    record Line(Step step, Item item) {}

    List<Line> read(Item timeline) {
        List<Line> lines = new ArrayList<>();
        Map<String, Where> known = new LinkedHashMap<>();
        for (Item item : timeline.list()) {
            problems.attempt(() -> line(item))
                    .ifPresent(line -> problems.check(() -> {
                        var before =
                                known.putIfAbsent(line.step().id(), item.value().where());
                        if (before != null) {
                            throw line.item().refused("id is already taken at " + before + ": choose another");
                        }
                        lines.add(line);
                    }));
        }
        return lines;
    }

    private Line line(Item item) {
        if (!item.isMap()) {
            throw item.refused("is " + item.value().inWords()
                    + ", not a step: write {id: kill, at: 20s, do: kill, target: any host}");
        }
        var named = item.named();
        var id = named.stream().filter(key -> key.name().equals("id")).findFirst();
        if (id.isEmpty()) {
            throw item.refused("'id' is missing: add id: NAME, so that reports and other steps can name it");
        }
        var step = new Item("timeline." + id.get().item().name(), item.value(), problems);
        var verbs = named.stream().filter(key -> key.name().equals("do")).findFirst();
        if (verbs.isEmpty()) {
            throw step.refused("'do' is missing: add do: VERB, one of " + String.join(", ", Words.all(Verb.class)));
        }
        Verb verb = verb(new Item(step.path() + ".do", verbs.get().item().value(), problems));
        var section = step.section(verb.keys().toArray(String[]::new));
        return new Line(new Step(id.get().item().name(), triggers.read(section), actions.read(section, verb)), step);
    }

    private static Verb verb(Item item) {
        if (Verb.NOT_YET.contains(item.text())) {
            throw item.refused(
                    "'" + item.text() + "' is not yet possible: known are " + String.join(", ", Words.all(Verb.class)));
        }
        return item.word(Verb.class);
    }
}
