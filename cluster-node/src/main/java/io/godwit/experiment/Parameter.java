package io.godwit.experiment;

import io.godwit.unit.Bandwidth;
import io.godwit.unit.Durations;
import io.godwit.unit.EventRate;
import io.godwit.unit.Frequency;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// What can be changed about an experiment: a name, what it means, a value unless another is given, and bounds.
/// Declared once as a constant, which is also the key to its value: `trial.get(SERVERS)`.
///
/// @param <T> the type of its values, a quantity with a unit where there is one
public final class Parameter<T> {

    /// What a value must be, in words that follow "must be".
    private record Form<T>(Function<String, T> read, Function<T, String> write, Range<T> range) {}

    /// @param words such as "2 to 64"
    private record Range<T>(String words, Function<T, Boolean> has) {}

    private final String name;
    private final String meaning;
    private final T usual;
    private final Form<T> form;

    private Parameter(String name, String meaning, T usual, Form<T> form) {
        this.name = name;
        this.meaning = meaning;
        this.usual = usual;
        this.form = form;
        if (!form.range().has().apply(usual)) {
            throw new IllegalArgumentException(name + ": the usual value " + usual + " is out of bounds");
        }
    }

    /// A whole number of things.
    public static Parameter<Integer> count(String name, String meaning, int usual) {
        return new Parameter<>(
                name, meaning, usual, new Form<>(Parameter::wholeNumber, String::valueOf, unbounded("a whole number")));
    }

    /// An amount of memory, such as `512MiB`.
    public static Parameter<MemorySize> size(String name, String meaning, String usual) {
        return quantity(name, meaning, usual, MemorySize::parse);
    }

    /// A length of time, such as `30ms`.
    public static Parameter<Duration> time(String name, String meaning, String usual) {
        return new Parameter<>(
                name,
                meaning,
                Durations.parse(usual),
                new Form<>(Durations::parse, Durations::format, unbounded("a duration")));
    }

    /// A part of a whole, such as `10%`.
    public static Parameter<Share> share(String name, String meaning, String usual) {
        return quantity(name, meaning, usual, Share::parse);
    }

    /// A rate of data, such as `10Gbit` or `500Mbit`.
    public static Parameter<Bandwidth> bandwidth(String name, String meaning, String usual) {
        return quantity(name, meaning, usual, Bandwidth::parse);
    }

    /// A rate of events, such as `100/s`.
    public static Parameter<EventRate> rate(String name, String meaning, String usual) {
        return quantity(name, meaning, usual, EventRate::parse);
    }

    /// A clock, such as `2.6GHz`.
    public static Parameter<Frequency> frequency(String name, String meaning, String usual) {
        return quantity(name, meaning, usual, Frequency::parse);
    }

    /// One word of several; the first is the usual one.
    public static Parameter<String> choice(String name, String meaning, List<String> words) {
        var range = new Range<String>("one of " + String.join(", ", words), words::contains);
        return new Parameter<>(name, meaning, words.getFirst(), new Form<>(text -> text, text -> text, range));
    }

    /// A name of something under `config`, which is looked for when the experiment is made.
    public static Parameter<String> name(String name, String meaning, String usual) {
        var range = new Range<String>("a file's name", text -> text.matches("[a-z][a-z0-9-]{0,59}"));
        return new Parameter<>(name, meaning, usual, new Form<>(text -> text, text -> text, range));
    }

    private static <T> Parameter<T> quantity(String name, String meaning, String usual, Function<String, T> read) {
        return new Parameter<>(
                name, meaning, read.apply(usual), new Form<>(read, String::valueOf, unbounded("a quantity")));
    }

    private static <T> Range<T> unbounded(String words) {
        return new Range<>(words, _ -> true);
    }

    private static Integer wholeNumber(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException none) {
            throw new IllegalQuantity("'" + text + "' is no whole number that fits: write one like 10");
        }
    }

    /// The same with bounds, written as values are.
    public Parameter<T> between(String least, String most) {
        Comparable<? super T> low = comparable(form.read().apply(least));
        Comparable<? super T> high = comparable(form.read().apply(most));
        var range =
                new Range<T>(least + " to " + most, value -> low.compareTo(value) <= 0 && high.compareTo(value) >= 0);
        return new Parameter<>(name, meaning, usual, new Form<>(form.read(), form.write(), range));
    }

    /// All types of values but words are ordered, and words have no bounds.
    @SuppressWarnings("unchecked")
    private Comparable<? super T> comparable(T value) {
        return (Comparable<? super T>) value;
    }

    public String name() {
        return name;
    }

    public String meaning() {
        return meaning;
    }

    public T usual() {
        return usual;
    }

    /// What values it takes, in words: "2 to 64".
    public String bounds() {
        return form.range().words();
    }

    /// A value as people write it.
    public String written(T value) {
        return form.write().apply(value);
    }

    /// The usual value as people write it.
    public String usualText() {
        return written(usual);
    }

    /// @throws IllegalSetting if the text is no value of it, or out of bounds
    T read(String text) {
        T value;
        try {
            value = form.read().apply(text);
        } catch (IllegalQuantity wrong) {
            throw new IllegalSetting(name + ": " + wrong.getMessage());
        }
        if (!form.range().has().apply(value)) {
            throw new IllegalSetting(name + ": " + text + " is out of bounds: write " + bounds());
        }
        return value;
    }
}
