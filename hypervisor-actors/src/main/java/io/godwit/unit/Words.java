package io.godwit.unit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Constants as people write them: `ONE_RUNNING_COPY` is `one-running-copy`.
public final class Words {

    private Words() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The words of all constants of a type, in their order.
    public static <E extends Enum<E>> List<String> all(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Words::of).toList();
    }

    /// The constant that a word stands for.
    ///
    /// @throws IllegalQuantity if it stands for none, with a sentence for people that has all words
    public static <E extends Enum<E>> E read(Class<E> type, String word) {
        return constant(type, word)
                .orElseThrow(() ->
                        new IllegalQuantity("'" + word + "' is unknown: write one of " + String.join(", ", all(type))));
    }

    /// The constant that a word stands for; empty if it stands for none.
    public static <E extends Enum<E>> Optional<E> constant(Class<E> type, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> of(constant).equals(word))
                .findFirst();
    }
}
