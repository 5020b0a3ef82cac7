package io.godwit.drill;

import java.util.Locale;

/// Constants as people write them: `ONE_RUNNING_COPY` is `one-running-copy`.
public final class Words {

    private Words() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
