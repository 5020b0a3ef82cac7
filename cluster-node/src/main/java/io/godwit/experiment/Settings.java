package io.godwit.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The values of an experiment's parameters: those that were given, and the usual ones of the others.
public final class Settings {

    /// A value beside its parameter, as people read them.
    ///
    /// @param given whether it is another than the usual one
    public record Shown(String name, String value, String meaning, String bounds, boolean given) {}

    private final Map<Parameter<?>, Object> values;

    private Settings(Map<Parameter<?>, Object> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    public static Settings usual(List<Parameter<?>> parameters) {
        return read(parameters, Map.of());
    }

    /// @param given texts by name
    /// @throws IllegalSetting if a name is unknown, or a text no value
    public static Settings read(List<Parameter<?>> parameters, Map<String, String> given) {
        for (var name : given.keySet()) {
            if (parameters.stream().noneMatch(it -> it.name().equals(name))) {
                throw new IllegalSetting("there is no parameter '" + name + "': "
                        + (parameters.isEmpty() ? "there is none at all" : "write one of " + names(parameters)));
            }
        }
        Map<Parameter<?>, Object> values = new LinkedHashMap<>();
        for (var parameter : parameters) {
            var text = given.get(parameter.name());
            values.put(parameter, text == null ? parameter.usual() : parameter.read(text));
        }
        return new Settings(values);
    }

    /// Reads `key=value` texts.
    ///
    /// @throws IllegalSetting if one is none, or given twice
    public static Map<String, String> pairs(List<String> texts) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (var text : texts) {
            int at = text.indexOf('=');
            if (at < 1 || at == text.length() - 1) {
                throw new IllegalSetting("'" + text + "' gives no value: write it as servers=12");
            }
            if (pairs.put(text.substring(0, at), text.substring(at + 1)) != null) {
                throw new IllegalSetting(text.substring(0, at) + " is given twice: give it once");
            }
        }
        return pairs;
    }

    private static String names(List<Parameter<?>> parameters) {
        return String.join(", ", parameters.stream().map(Parameter::name).toList());
    }

    /// @throws IllegalArgumentException if the experiment did not declare it
    public <T> T get(Parameter<T> parameter) {
        var value = values.get(parameter);
        if (value == null) {
            throw new IllegalArgumentException(parameter.name() + " is no parameter of this experiment");
        }
        return typed(value);
    }

    /// Only a parameter's own reading put it there.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> T typed(Object value) {
        return (T) value;
    }

    public List<Shown> shown() {
        List<Shown> shown = new ArrayList<>();
        values.keySet().forEach(it -> shown.add(shown(it)));
        return shown;
    }

    private <T> Shown shown(Parameter<T> parameter) {
        var text = parameter.written(get(parameter));
        boolean given = !text.equals(parameter.usualText());
        return new Shown(parameter.name(), text, parameter.meaning(), parameter.bounds(), given);
    }
}
