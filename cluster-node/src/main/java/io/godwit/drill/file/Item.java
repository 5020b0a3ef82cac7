package io.godwit.drill.file;

import io.godwit.drill.file.Value.Field;
import io.godwit.drill.file.Value.Fields;
import io.godwit.drill.file.Value.Items;
import io.godwit.drill.file.Value.Text;
import io.godwit.unit.Bandwidth;
import io.godwit.unit.Durations;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import io.godwit.unit.Words;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A value with its name, to be read as what it should be. Each reading either succeeds or throws [Refused] with a
/// sentence.
///
/// @param path as `--set` would name it
record Item(String path, Value value, Problems problems) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

    /// A month: a longer time is a slip of the finger, and sums of these stay far from overflow.
    static final Duration LONGEST = Duration.ofDays(30);

    Refused refused(String sentence) {
        return new Refused(new Problem(value.where(), path, sentence));
    }

    /// A part of this item's text, to be read by itself.
    Item with(String part) {
        return new Item(path, new Text(value.where(), part), problems);
    }

    boolean isMap() {
        return value instanceof Fields;
    }

    String text() {
        if (!(value instanceof Text(var _, var text))) {
            throw refused("is " + value.inWords() + ", not a word: write a single value");
        }
        if (text.isBlank()) {
            throw refused("is empty: give it a value or remove it");
        }
        return text.strip();
    }

    /// A name that others refer to.
    String name() {
        String name = text();
        if (!NAME.matcher(name).matches()) {
            throw refused("'" + name + "' is no name: use small letters, digits and dashes, a letter first");
        }
        if (name.length() > Bounds.NAME_LETTERS) {
            throw refused("has " + name.length() + " letters: write a name of at most " + Bounds.NAME_LETTERS);
        }
        return name;
    }

    int whole(int min, int max) {
        long number = wholeNumber();
        if (number < min || number > max) {
            throw refused(number + " is not from " + min + " to " + max);
        }
        return (int) number;
    }

    long wholeNumber() {
        String text = text();
        if (!WHOLE.matcher(text).matches()) {
            throw refused("'" + text + "' is no whole number: write one like 3, without a unit");
        }
        return Long.parseLong(text);
    }

    MemorySize memory() {
        return quantity(MemorySize::parse);
    }

    Bandwidth bandwidth() {
        return quantity(Bandwidth::parse);
    }

    EventRate rate() {
        return quantity(EventRate::parse);
    }

    Share share() {
        return quantity(Share::parse);
    }

    Duration duration() {
        Duration duration = quantity(Durations::parse);
        if (duration.compareTo(LONGEST) > 0) {
            throw refused(Durations.format(duration) + " is longer than any drill: write at most "
                    + Durations.format(LONGEST));
        }
        return duration;
    }

    Duration durationAboveZero() {
        Duration duration = duration();
        if (duration.isZero()) {
            throw refused("is zero: write a duration above zero");
        }
        return duration;
    }

    private <T> T quantity(Function<String, T> parse) {
        try {
            return parse.apply(text());
        } catch (IllegalQuantity illegal) {
            throw refused(String.valueOf(illegal.getMessage()));
        }
    }

    /// One of an enum's constants, written in small letters with dashes.
    <E extends Enum<E>> E word(Class<E> type) {
        return Words.constant(type, text()).orElseThrow(() -> unknown(Words.all(type)));
    }

    String oneOf(List<String> known) {
        if (!known.contains(text())) {
            throw unknown(known);
        }
        return text();
    }

    private Refused unknown(List<String> known) {
        return refused("'" + text() + "' is unknown: " + Nearest.remedy(text(), known));
    }

    /// Only one thing can be said here today.
    boolean says(String onlyWord) {
        return oneOf(List.of(onlyWord)).equals(onlyWord);
    }

    List<Item> list() {
        if (!(value instanceof Items(var _, var values))) {
            throw refused("is " + value.inWords() + ", not a list: write it in brackets, like [a, b]");
        }
        return IntStream.range(0, values.size())
                .mapToObj(i -> new Item(path + "[" + (i + 1) + "]", values.get(i), problems))
                .toList();
    }

    /// A map with these keys and no others.
    Section section(String... keys) {
        var fields = fields("a map with " + String.join(", ", keys));
        var section = new Section(this, fields, problems);
        section.allow(Arrays.asList(keys));
        return section;
    }

    /// A map whose keys are names that the person chose.
    List<Named> named() {
        return fields("a map of names").fields().stream().map(this::named).toList();
    }

    private Named named(Field field) {
        String inside = path.isEmpty() ? field.name() : path + "." + field.name();
        return new Named(field.name(), field.where(), new Item(inside, field.value(), problems));
    }

    private Fields fields(String expected) {
        if (!(value instanceof Fields fields)) {
            throw refused("is " + value.inWords() + ", not " + expected);
        }
        return fields;
    }

    /// @param where of the name itself
    record Named(String name, Where where, Item item) {

        Refused refused(String sentence) {
            return new Refused(new Problem(where, item.path(), sentence));
        }

        void requireName(Pattern form, String remedy) {
            if (!form.matcher(name).matches()) {
                throw refused("'" + name + "' is no name: " + remedy);
            }
        }
    }
}
