package io.godwit.validation;

import io.godwit.figure.Numbers;
import java.util.List;

/// A validation as rows of text.
public final class ValidationText {

    public static final List<String> COLUMNS =
            List.of("CASE", "CLASS", "PUBLISHED", "MARK", "EMULATED", "DEVIATION", "TOLERANCE", "VERDICT");

    private ValidationText() {}

    public static List<String> row(Judgement it) {
        var subject = it.subject();
        var emulated = it.emulated();
        return List.of(
                subject.id(),
                subject.rank().word(),
                subject.published().toString(),
                subject.mark().toString(),
                emulated.isPresent()
                        ? Numbers.shown(emulated.getAsDouble()) + " "
                                + subject.published().unit()
                        : "-",
                deviation(it),
                subject.tolerance().toString(),
                it.verdict().word());
    }

    static String deviation(Judgement it) {
        if (it.deviation().isEmpty()) {
            return "-";
        }
        double deviation = it.deviation().getAsDouble();
        return (deviation > 0 ? "+" : "") + Numbers.shown(deviation) + " "
                + it.subject().tolerance().unit();
    }
}
