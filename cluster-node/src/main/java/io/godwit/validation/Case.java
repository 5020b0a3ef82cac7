package io.godwit.validation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.godwit.unit.IllegalQuantity;
import java.util.Map;
import java.util.TreeMap;

/// One published value and what the emulation makes of it, as a file under `config/validation` says.
///
/// @param id small letters, digits and dashes
/// @param what was measured, under which circumstances
/// @param source as `docs/published-numbers.md` has it, with the place
/// @param because why it has this rank: which constant was put in or chosen, or why none was; and why this tolerance
/// @param with the experiment's parameters, where they differ from the usual
public record Case(
        String id,
        String what,
        Published published,
        String source,
        Mark mark,
        Tolerance tolerance,
        @JsonProperty("class") Rank rank,
        String because,
        String experiment,
        Map<String, Object> with) {

    public Case {
        with = new TreeMap<>(with);
        require(id.matches("[a-z][a-z0-9-]{0,59}"), "'" + id + "' is no id: write small letters, digits and dashes");
        require(!what.isBlank() && !source.isBlank(), id + ": say what was measured, and where that stands");
        require(!because.isBlank(), id + ": say under because why it has its class and tolerance");
        require(
                tolerance.suits(published),
                id + ": a tolerance in " + tolerance.unit() + " does not suit a value in " + published.unit()
                        + ": write % or the value's own unit");
        require(
                !(tolerance.isPart() && published.least() == 0 && published.most() == 0),
                id + ": a part of zero is nothing: write the tolerance in " + published.unit());
    }

    private static void require(boolean condition, String sentence) {
        if (!condition) {
            throw new IllegalQuantity(sentence);
        }
    }

    /// The parameters as texts.
    Map<String, String> settings() {
        Map<String, String> texts = new TreeMap<>();
        with.forEach((name, value) -> texts.put(name, value.toString()));
        return texts;
    }
}
